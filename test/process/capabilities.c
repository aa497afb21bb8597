// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a program has done to its capabilities holds after a restart by one who
// has them all: each thread has given up another one, and none comes back.
// REQUIRES: root
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3
#include "ckpt_test.h"
#include <linux/capability.h>
#include <pthread.h>
#include <sys/prctl.h>

enum { kThreads = 3 };
static pthread_barrier_t meeting;
struct sets {
  struct __user_cap_data_struct data[2];
  int bounding, ambient, bits, keep;
};

static void sets(int write, struct sets *s) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  CHECK(!syscall(write ? SYS_capset : SYS_capget, &header, s->data));
  for (int i = s->bounding = s->ambient = 0; i < 30; ++i) {
    s->bounding |= (prctl(PR_CAPBSET_READ, i) == 1) << i;
    s->ambient |= (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) == 1) << i;
  }
  s->bits = prctl(PR_GET_SECUREBITS), s->keep = prctl(PR_GET_KEEPCAPS);
}

static void *work(void *argument) {
  long me = (long)argument;
  struct sets before = {0}, after = {0};
  sets(0, &before);
  before.data[0].effective &= ~(1u << (20 + me));
  before.data[0].permitted &= ~(1u << 26);
  before.data[0].effective &= ~(1u << 26);
  before.data[0].inheritable |= 1u << me;
  sets(1, &before);
  CHECK(!prctl(PR_CAPBSET_DROP, 27 + me));
  CHECK(!prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, me, 0, 0));
  CHECK(!prctl(PR_SET_KEEPCAPS, me == 1));
  CHECK(me != 2 || !prctl(PR_SET_SECUREBITS, 0x43)); // no more ambient ones
  sets(0, &before);
  for (int i = 0; i < kThreads; ++i) {
    pthread_barrier_wait(&meeting);
    if (i == me)
      checkpoint();
    pthread_barrier_wait(&meeting);
    sets(0, &after);
    CHECK(!memcmp(&before, &after, sizeof before));
  }
  return 0;
}

int main(void) {
  pthread_t thread[kThreads];
  CHECK(!pthread_barrier_init(&meeting, 0, kThreads));
  for (long i = 1; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  work(0);
  for (int i = 1; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  puts("no more than it had kept");
}
