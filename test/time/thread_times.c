// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of several threads each keeps its CPU clock and its timers: one that signals
// it, one that runs on its CPU time.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <time.h>

static sem_t ready, done;
static clockid_t clock_of_other;
static int64_t ns(clockid_t clock) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void *other(void *unused) {
  sigset_t set;
  siginfo_t info;
  timer_t signals, cpu;
  struct itimerspec often = {{0, 3000000}, {0, 3000000}};
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                           .sigev_signo = SIGRTMIN + 3};
  sigemptyset(&set), sigaddset(&set, SIGRTMIN + 3);
  pthread_sigmask(SIG_BLOCK, &set, 0);
  event._sigev_un._tid = gettid();
  CHECK(!timer_create(CLOCK_MONOTONIC, &event, &signals));
  CHECK(!timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &cpu));
  CHECK(!pthread_getcpuclockid(pthread_self(), &clock_of_other));
  while (ns(CLOCK_THREAD_CPUTIME_ID) < 100000000) {
  }
  CHECK(!timer_settime(signals, 0, &often, 0));
  CHECK(!timer_settime(cpu, 0, &often, 0));
  sem_post(&ready);
  int seen[2] = {0}, finished = 0;
  while (!finished || seen[0] < 10 || seen[1] < 2) {
    if (sigtimedwait(&set, &info, &(struct timespec){0}) > 0)
      ++seen[info.si_timerid == (long)cpu];
    finished = finished || !sem_trywait(&done);
  }
  CHECK(ns(CLOCK_THREAD_CPUTIME_ID) >= 100000000);
  CHECK(!timer_delete(signals) && !timer_delete(cpu));
  return unused;
}

int main(void) {
  pthread_t thread;
  sem_init(&ready, 0, 0), sem_init(&done, 0, 0);
  CHECK(!pthread_create(&thread, 0, other, 0));
  while (sem_wait(&ready)) {
  }
  for (int round = 0; round < 2; ++round) {
    int64_t before = ns(clock_of_other);
    checkpoint();
    CHECK(ns(clock_of_other) >= before && before >= 100000000);
  }
  sem_post(&done);
  CHECK(!pthread_join(thread, 0));
  puts("both timers went on");
}
