// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that each wait in another call, over checkpoints and restarts: each
// wait lasts as long as was asked and ends as ever, and a thread whose wait a
// checkpoint has interrupted can be cancelled in it.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in static pie; do \
// RUN:   %ckpt gcc -O2 -$mode -pthread -I %src/test/Inputs %s -o job || exit 1; \
// RUN:   %python %src/test/support/waiting_job.py ./job - 0 \
// RUN:   request*4 restart request*2 restart request*2 input end || exit 1; \
// RUN:   %python %src/test/support/waiting_job.py ./job cancel 0 \
// RUN:   request*3 input end || exit 1; done
#include "ckpt_test.h"
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/select.h>
#include <threads.h>
#include <time.h>

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum { kKinds = 10, kAsked = 300 };
static volatile int stop, ready;

static int wait_in(long kind) {
  struct timespec t = {0, kAsked * 1000000}, at;
  struct timeval v = {0, kAsked * 1000};
  sigset_t none;
  sem_t never;
  sigemptyset(&none), sigaddset(&none, SIGHUP);
  sem_init(&never, 0, 0);
  clock_gettime(CLOCK_MONOTONIC, &at);
  at.tv_nsec += kAsked * 1000000;
  at.tv_sec += at.tv_nsec / 1000000000, at.tv_nsec %= 1000000000;
  switch (kind) {
  case 0: return poll(0, 0, kAsked);
  case 1: return ppoll(0, 0, &t, &none);
  case 2: return select(0, 0, 0, 0, &v);
  case 3: return pselect(0, 0, 0, 0, &t, &none);
  case 4: return nanosleep(&t, 0);
  case 5: return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, 0);
  case 6: return thrd_sleep(&t, 0);
  case 7: return sigtimedwait(&none, 0, &t) + 1;
  case 8: return sem_clockwait(&never, CLOCK_MONOTONIC, &at) + 1;
  default: return usleep(kAsked * 1000);
  }
}

static void *work(void *kind) {
  while (!stop) {
    int64_t begin = now();
    int done = wait_in((long)kind);
    if (done || now() < begin + kAsked - 1)
      dprintf(2, "kind %ld: %d, errno %d, %ld ms\n", (long)kind, done, errno,
              (long)(now() - begin)), _exit(98);
  }
  return 0;
}

static void *forever(void *unused) {
  ready = 1;
  pause();
  return unused;
}

int main(int argc, char **argv) {
  pthread_t thread[kKinds], cancelled;
  sigset_t hup;
  char byte;
  void *result;
  sigemptyset(&hup), sigaddset(&hup, SIGHUP), sigprocmask(SIG_BLOCK, &hup, 0);
  for (long i = 0; i < kKinds; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  CHECK(!pthread_create(&cancelled, 0, forever, 0));
  CHECK(read(0, &byte, 1) == 1 && ready);
  stop = 1;
  for (long i = 0; i < kKinds; ++i)
    CHECK(!pthread_join(thread[i], &result) && !result);
  if (strcmp(argv[argc - 1], "cancel"))
    return 0;
  CHECK(!pthread_cancel(cancelled) && !pthread_join(cancelled, &result));
  CHECK(result == PTHREAD_CANCELED);
}
