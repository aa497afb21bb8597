// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits until an absolute time of CLOCK_MONOTONIC where no time namespace can
// be had and the machine's clock is behind: those under way at the checkpoint
// and those after it end when they are to, over two generations.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"
#include <sys/timerfd.h>

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t running;

static void *wait_in(void *kind) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t any = PTHREAD_COND_INITIALIZER;
  clockid_t clock = kind == (void *)3 ? CLOCK_BOOTTIME : CLOCK_MONOTONIC;
  struct timespec until = in_ms(clock, 1000);
  struct itimerspec to = {{0, 0}, until};
  uint64_t ticks;
  int result = 0, timer = timerfd_create(clock, 0);
  CHECK(!pthread_mutex_lock(&mutex) && timer >= 0);
  switch ((long)kind) {
  case 0: while (!result) result = pthread_cond_timedwait(&running, &mutex, &until); break;
  case 1: while (!result) result = pthread_cond_clockwait(&any, &mutex, clock, &until); break;
  case 2: case 3: CHECK(!clock_nanosleep(clock, TIMER_ABSTIME, &until, 0)); break;
  case 4: result = pthread_mutex_clocklock(&held, clock, &until); break;
  default:
    CHECK(!timerfd_settime(timer, TFD_TIMER_ABSTIME, &to, 0));
    CHECK(read(timer, &ticks, sizeof ticks) == 8 && ticks == 1);
  }
  CHECK(!result || result == ETIMEDOUT);
  check_over(clock, until, (long)kind);
  return CHECK(!close(timer)), kind;
}

int main(void) {
  pthread_condattr_t attributes;
  CHECK(!pthread_condattr_init(&attributes) && !pthread_mutex_lock(&held));
  CHECK(!pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
  CHECK(!pthread_cond_init(&running, &attributes));
  waits_over_checkpoints(6, wait_in);
  puts("on time");
}
