// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program of one thread that is asked while it sleeps until an absolute time,
// where libc is told the right time only, as in deadlines.c.  A timer that is
// set to such a time after a restart has as much left as it should.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --modes static,pie --at-least 2 --blocked 2 --in 230 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"

int main(void) {
  struct sigevent none = {.sigev_notify = SIGEV_NONE};
  timer_t timer;
  for (int round = 0; round < 3; ++round) {
    struct timespec until = in_ms(CLOCK_MONOTONIC, 1000);
    CHECK(!clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0));
    check_over(CLOCK_MONOTONIC, until, round);
    struct itimerspec to = {{0, 0}, until};
    to.it_value.tv_sec += 3600;
    CHECK(!timer_create(CLOCK_MONOTONIC, &none, &timer));
    CHECK(!timer_settime(timer, TIMER_ABSTIME, &to, 0));
    CHECK(!timer_gettime(timer, &to) && to.it_value.tv_sec > 2000);
    CHECK(to.it_value.tv_sec < 3600 && !timer_delete(timer));
    to.it_value = (struct timespec){1, 0}; // long ago
    CHECK(!timer_create(CLOCK_MONOTONIC, &none, &timer));
    CHECK(!timer_settime(timer, TIMER_ABSTIME, &to, 0));
    CHECK(!timer_gettime(timer, &to) && !to.it_value.tv_sec);
    CHECK(!to.it_value.tv_nsec && !timer_delete(timer));
  }
  puts("on time");
}
