// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System calls by syscall(2) where libc is told the right time only, as in
// deadlines.c: what was asked for before a restart or after it ends when it is
// to. A timer is set by the program alone.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"
#include <linux/futex.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

static void *wait_in(void *kind) {
  struct timespec until;
  CHECK(!syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &until));
  CHECK(until.tv_sec >= 10000000 && ++until.tv_sec);
  struct itimerspec to = {{0, 0}, until};
  uint64_t ticks;
  int timer = timerfd_create(CLOCK_MONOTONIC, 0), word = 7, all = ~0;
  switch ((long)kind) {
  case 0:
    CHECK(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, 7, &until, 0, all) == -1);
    CHECK(errno == ETIMEDOUT);
    break;
  case 1:
    CHECK(!syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0));
    break;
  default:
    CHECK(!syscall(SYS_timerfd_settime, timer, TFD_TIMER_ABSTIME, &to, 0));
    CHECK(read(timer, &ticks, sizeof ticks) == 8 && ticks == 1);
  }
  check_over(CLOCK_MONOTONIC, until, (long)kind);
  return CHECK(!close(timer)), kind;
}

int main(void) {
  waits_over_checkpoints(3, wait_in);
  puts("on time");
}
