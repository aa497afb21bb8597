// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// POSIX timers of every clock keep their numbers, what was left and their
// intervals; those that were not armed are not.
// RUN: %job %s %t --at-least 3
// A kernel before 6.15 gives no timer with a number that is asked for (prctl
// PR_TIMER_CREATE_RESTORE_IDS); its numbers count up.
// RUN: %job %s %t --at-least 3 --modes pie,static --prefix '%forbid prctl=77 --'
#include "ckpt_test.h"
#include <time.h>

static const clockid_t clocks[] = {
    CLOCK_REALTIME, CLOCK_MONOTONIC,          CLOCK_BOOTTIME,
    CLOCK_TAI,      CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
enum { CLOCKS = 6, TIMERS = 2 * CLOCKS };

int main(void) {
  timer_t timers[TIMERS], one;
  struct sigevent none = {.sigev_notify = SIGEV_NONE};
  struct itimerspec far = {{7200, 5}, {3600, 5}}, now;
  for (int i = 0; i < TIMERS; ++i) {
    CHECK(!timer_create(CLOCK_MONOTONIC, &none, &one)); // a hole
    CHECK(!timer_create(clocks[i % CLOCKS], i % 4 ? 0 : &none, &timers[i]));
    CHECK(!timer_delete(one));
    if (i < CLOCKS)
      CHECK(!timer_settime(timers[i], 0, &far, 0));
  }
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    for (int i = 0; i < TIMERS; ++i) {
      CHECK(!timer_gettime(timers[i], &now));
      CHECK(timer_getoverrun(timers[i]) == 0);
      if (i < CLOCKS) {
        CHECK(now.it_interval.tv_sec == 7200 && now.it_interval.tv_nsec == 5);
        CHECK(now.it_value.tv_sec >= 3000 && now.it_value.tv_sec <= 3600);
      } else
        CHECK(!now.it_value.tv_sec && !now.it_value.tv_nsec);
    }
    CHECK(!timer_create(CLOCK_MONOTONIC, &none, &one));
    for (int i = 0; i < TIMERS; ++i)
      CHECK(one != timers[i]);
    CHECK(!timer_delete(one) && timer_delete(one) == -1 && errno == EINVAL);
  }
  for (int i = 0; i < TIMERS; ++i)
    CHECK(!timer_delete(timers[i]));
  puts("all timers were there");
}
