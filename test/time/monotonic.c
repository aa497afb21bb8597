// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CLOCK_MONOTONIC goes on from what it showed on a machine whose own is far
// ahead or behind; so do deadlines, and CLOCK_BOOTTIME.
// REQUIRES: root, time-namespaces
// RUN: %job %s %t --at-least 2 --requests vacate --restart-prefix "unshare --time --monotonic 10000000 --boottime 10000000"
// RUN: %job %s %t --at-least 2 --requests vacate --prefix "unshare --time --monotonic 10000000 --boottime 10000000" --restart-prefix ""
#include "ckpt_test.h"
#include <time.h>

enum { CLOCKS = 3 };
static const clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_BOOTTIME,
                                   CLOCK_MONOTONIC_RAW};

int main(void) {
  struct timespec before[CLOCKS], now, until;
  struct itimerspec to = {{0}, {3600, 0}};
  struct sigevent none = {.sigev_notify = SIGEV_NONE};
  timer_t timer;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < CLOCKS; ++i)
      clock_gettime(clocks[i], &before[i]);
    until = before[0], until.tv_sec += 1;
    to.it_value = before[0], to.it_value.tv_sec += 3600;
    CHECK(!timer_create(CLOCK_MONOTONIC, &none, &timer));
    CHECK(!timer_settime(timer, TIMER_ABSTIME, &to, 0));
    checkpoint();
    for (int i = 0; i < CLOCKS; ++i) {
      clock_gettime(clocks[i], &now);
      CHECK(now.tv_sec > before[i].tv_sec ||
            (now.tv_sec == before[i].tv_sec && now.tv_nsec > before[i].tv_nsec));
      CHECK(now.tv_sec < before[i].tv_sec + 1000);
    }
    CHECK(!clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0));
    clock_gettime(CLOCK_MONOTONIC, &now);
    CHECK(now.tv_sec >= until.tv_sec);
    CHECK(!timer_gettime(timer, &to) && to.it_value.tv_sec > 2000);
    CHECK(to.it_value.tv_sec <= 3600 && !timer_delete(timer));
  }
  puts("no jump");
}
