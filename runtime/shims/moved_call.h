// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System calls that concern a clock which may be shown ahead of the kernel's.
// Phase: normal, signal.
#pragma once
#include <linux/futex.h>
#include <sys/syscall.h>

#include "runtime/abi/deadline.h"
#include "runtime/abi/moved_clocks.h"

#ifndef FUTEX_LOCK_PI2
#define FUTEX_LOCK_PI2 13
#endif

namespace ckpt::shim {

// Waits of futex(2) until an absolute time of CLOCK_MONOTONIC.
inline bool is_absolute_futex(u64 operation) {
  u64 command = operation & FUTEX_CMD_MASK;
  return !(operation & FUTEX_CLOCK_REALTIME) &&
         (command == FUTEX_WAIT_BITSET || command == FUTEX_WAIT_REQUEUE_PI ||
          command == FUTEX_LOCK_PI2);
}

inline bool is_moved_call(u64 number, u64 second) {
  switch (number) {
  case SYS_futex: // a wait needs its record at the next restart, too
    return is_absolute_futex(second);
  case SYS_clock_nanosleep:
    return true;
  case SYS_clock_gettime:
  case SYS_timer_settime:
  case SYS_timerfd_settime:
    break;
  default:
    return false;
  }
  return __ckpt_clock_shift(kMonotonicClock) ||
         __ckpt_clock_shift(kBoottimeClock);
}

} // namespace ckpt::shim
