// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each thread has for itself: name, mask, alternate stack, variables,
// signals that wait for it, its place in the floating-point environment.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3
#include "ckpt_test.h"
#include <xmmintrin.h>
#include <pthread.h>
#include <sys/prctl.h>

enum { kThreads = 5 };
static __thread long own;
static __thread volatile int taken;
static pthread_barrier_t before, after;

static void take(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)context;
  taken = info->si_value.sival_int;
}

static void *work(void *argument) {
  long me = (long)argument;
  char name[16], now[16];
  static const unsigned kModes[] = {_MM_ROUND_NEAREST, _MM_ROUND_UP,
                               _MM_ROUND_DOWN};
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536}, there;
  sigset_t mask, seen;
  own = me * 7;
  snprintf(name, sizeof name, "thread %ld", me);
  CHECK(!prctl(PR_SET_NAME, name));
  CHECK(!sigaltstack(&stack, 0));
  _MM_SET_ROUNDING_MODE(kModes[me % 3]);
  sigemptyset(&mask);
  sigaddset(&mask, SIGRTMIN + (int)me);
  CHECK(!pthread_sigmask(SIG_BLOCK, &mask, 0));
  for (int i = 0; i < 3; ++i) {
    union sigval value = {.sival_int = (int)me * 100 + i};
    CHECK(!pthread_sigqueue(pthread_self(), SIGRTMIN + (int)me, value));
    pthread_barrier_wait(&before); // the first thread asks now
    pthread_barrier_wait(&after);
    CHECK(own == me * 7 && !taken && _MM_GET_ROUNDING_MODE() == kModes[me % 3]);
    CHECK(!prctl(PR_GET_NAME, now) && !strcmp(now, name));
    CHECK(!sigaltstack(0, &there) && there.ss_sp == stack.ss_sp);
    CHECK(!pthread_sigmask(SIG_UNBLOCK, &mask, &seen));
    CHECK(sigismember(&seen, SIGRTMIN + (int)me) == 1 &&
          sigismember(&seen, SIGRTMIN + (int)me + 1) == 0);
    CHECK(taken == value.sival_int);
    taken = 0;
    CHECK(!pthread_sigmask(SIG_BLOCK, &mask, 0));
  }
  return (void *)own;
}

int main(void) {
  pthread_t thread[kThreads];
  void *result;
  struct sigaction action = {.sa_sigaction = take, .sa_flags = SA_SIGINFO};
  pthread_barrier_init(&before, 0, kThreads + 1);
  pthread_barrier_init(&after, 0, kThreads + 1);
  for (long i = 0; i < kThreads; ++i) {
    CHECK(!sigaction(SIGRTMIN + (int)i, &action, 0));
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  }
  for (int i = 0; i < 3; ++i) {
    pthread_barrier_wait(&before);
    checkpoint();
    pthread_barrier_wait(&after);
  }
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], &result) && (long)result == i * 7);
  puts("all as it was");
}
