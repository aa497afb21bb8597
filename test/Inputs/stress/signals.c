/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Signals and timers of the program's own: none is lost, none comes twice. */
#include "stress.h"
#include <semaphore.h>
#include <sys/time.h>

static _Atomic long handled, handled_sum, ticks, alarms;

static void handle(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)context;
  handled_sum += info->si_value.sival_int;
  ++handled;
}

static _Atomic bool over;

static void *be_signalled(void *argument) {
  while (!over) {
    struct timespec time = {0, 20000000};
    CHECK(!nanosleep(&time, 0) || errno == EINTR);
  }
  return argument;
}

/* The next one is sent when the one before has been handled. */
uint64_t signal_part(int rounds) {
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO};
  pthread_t thread;
  CHECK(!sigaction(SIGRTMIN + 3, &action, 0));
  OK(pthread_create(&thread, 0, be_signalled, 0));
  for (int i = 0; i < rounds; ++i) {
    union sigval value = {.sival_int = i};
    OK(pthread_sigqueue(thread, SIGRTMIN + 3, value));
    while (handled < i + 1)
      sched_yield();
  }
  over = true;
  OK(pthread_join(thread, 0));
  CHECK(handled == rounds);
  return mix((uint64_t)handled, (uint64_t)handled_sum);
}

static void tick(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)context;
  CHECK(info->si_code == SI_TIMER);
  ticks += 1 + info->si_overrun;
}

static void ring(int sig) {
  (void)sig;
  ++alarms;
}

/* Timers that go on, and ones that end. */
uint64_t timer_part(int rounds) {
  struct sigaction on_tick = {.sa_sigaction = tick,
                              .sa_flags = SA_SIGINFO | SA_RESTART};
  struct sigaction on_alarm = {.sa_handler = ring, .sa_flags = SA_RESTART};
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                           .sigev_signo = SIGRTMIN + 4};
  struct itimerspec every = {{0, 2000000}, {0, 2000000}};
  timer_t timer;
  sigset_t timers;
  sigemptyset(&timers);
  sigaddset(&timers, SIGALRM);
  sigaddset(&timers, SIGRTMIN + 4);
  OK(pthread_sigmask(SIG_UNBLOCK, &timers, 0));
  CHECK(!sigaction(SIGRTMIN + 4, &on_tick, 0));
  CHECK(!sigaction(SIGALRM, &on_alarm, 0));
  CHECK(!timer_create(CLOCK_MONOTONIC, &event, &timer));
  CHECK(!timer_settime(timer, 0, &every, 0));
  for (int i = 0; i < rounds; ++i) {
    int64_t begin = nanoseconds(CLOCK_MONOTONIC);
    long before = ticks, rung = alarms;
    struct itimerval once = {{0, 0}, {0, 5000}};
    CHECK(!setitimer(ITIMER_REAL, &once, 0));
    while (ticks < before + 3 || alarms == rung)
      sched_yield();
    CHECK(alarms == rung + 1);
    CHECK(nanoseconds(CLOCK_MONOTONIC) - begin >= 4000000);
  }
  CHECK(!timer_delete(timer));
  return mix(0, (uint64_t)alarms);
}

static sem_t here, there;

static void *answer(void *argument) {
  int rounds = *(int *)argument;
  for (int i = 0; i < rounds; ++i) {
    CHECK(!sem_wait(&here));
    CHECK(!sem_post(&there));
  }
  return argument;
}

uint64_t semaphore_part(int rounds) {
  pthread_t thread;
  uint64_t sum = 0;
  CHECK(!sem_init(&here, 0, 0) && !sem_init(&there, 0, 0));
  OK(pthread_create(&thread, 0, answer, &rounds));
  for (int i = 0; i < rounds; ++i) {
    struct timespec end;
    CHECK(!clock_gettime(CLOCK_REALTIME, &end));
    end.tv_sec += 3600;
    CHECK(!sem_post(&here));
    CHECK(!sem_timedwait(&there, &end));
    sum = mix(sum, (uint64_t)i);
  }
  OK(pthread_join(thread, 0));
  return sum;
}
