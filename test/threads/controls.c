// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What prctl and personality set for one thread is that thread's after a
// restart, and no other's, whichever serves the request.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3 --modes pie,static
#include "ckpt_test.h"
#include <pthread.h>
#include <sys/personality.h>
#include <sys/prctl.h>

enum { kThreads = 3, kRounds = 3, kPersonality = ADDR_COMPAT_LAYOUT };
struct set {
  long slack, person, no_privileges, keep, flusher, bypass, machine_check;
};
static pthread_barrier_t meeting;

static struct set now(void) {
  return (struct set){
      prctl(PR_GET_TIMERSLACK),
      personality(0xffffffff),
      prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
      prctl(PR_GET_KEEPCAPS),
      prctl(PR_GET_IO_FLUSHER, 0, 0, 0, 0),
      prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0)};
}

// Some of it needs a right, or a processor, that is not everywhere.
static void set_some(long me) {
  CHECK(!prctl(PR_SET_TIMERSLACK, 70000 + me));
  if (me == 1)
    CHECK(personality((unsigned long)personality(0xffffffff) | kPersonality) >= 0);
  if (me == 1)
    prctl(PR_SET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, PR_SPEC_DISABLE, 0, 0);
  prctl(PR_MCE_KILL, PR_MCE_KILL_SET, me == 1 ? PR_MCE_KILL_LATE : PR_MCE_KILL_EARLY, 0, 0);
  if (me == 2)
    prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0);
  if (me == 2)
    CHECK(!prctl(PR_SET_KEEPCAPS, 1) && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static void run(long me) {
  if (me)
    set_some(me);
  struct set mine = now(), then;
  CHECK(!me || mine.slack == 70000 + me);
  CHECK(mine.no_privileges == (me == 2) && mine.keep == (me == 2));
  for (int round = 0; round < kRounds; ++round) {
    pthread_barrier_wait(&meeting);
    if (round == me)
      checkpoint();
    pthread_barrier_wait(&meeting);
    then = now();
    CHECK(!memcmp(&mine, &then, sizeof mine));
  }
}

static void *work(void *argument) {
  run((long)argument);
  return 0;
}

int main(void) {
  pthread_t thread[kThreads];
  CHECK(!pthread_barrier_init(&meeting, 0, kThreads));
  for (long i = 1; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  run(0);
  for (int i = 1; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  puts("each its own");
}
