// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A deadline of CLOCK_MONOTONIC or CLOCK_BOOTTIME that the program has given,
// and the same on the kernel's clock, which may differ in a restarted process
// (ckpt/clock_state.h).  It lies on the stack of the thread that waits: libc
// and the kernel are given a pointer to `kernel`, as often as they wait anew,
// and a restart finds it there and moves it.  Pure.
// Phase: any.
#pragma once
#include <linux/time_types.h>

#include "runtime/abi/types.h"

namespace ckpt {

struct Deadline {
  u64 mark; // kDeadlineMark ^ its own address
  i64 clock;
  __kernel_timespec shown; // as the program gave it
  __kernel_timespec kernel;
};

inline constexpr u64 kDeadlineMark = 0x9d5bc8a2e6f31747;
inline constexpr i32 kMonotonicClock = 1, kBoottimeClock = 7;

constexpr bool is_moved_clock(i64 clock) {
  return clock == kMonotonicClock || clock == kBoottimeClock;
}

// A time is `shift` nanoseconds earlier on the kernel's clock; before its
// beginning is at it.
constexpr __kernel_timespec kernel_time(const __kernel_timespec &shown,
                                        i64 shift) {
  constexpr i64 kNanoseconds = 1000000000;
  __kernel_timespec time = {};
  i64 rest = shown.tv_nsec - shift % kNanoseconds;
  if (__builtin_sub_overflow(shown.tv_sec, shift / kNanoseconds, &time.tv_sec))
    return shown; // for ever
  if (rest < 0 || rest >= kNanoseconds) {
    i64 carry = rest < 0 ? -1 : 1;
    if (__builtin_add_overflow(time.tv_sec, carry, &time.tv_sec))
      return shown;
    rest -= carry * kNanoseconds;
  }
  time.tv_nsec = rest;
  return time.tv_sec < 0 ? __kernel_timespec{} : time;
}

// As a shim leaves it in a process with this shift, at this address: whatever
// else has the bits of one is left alone.
inline bool is_deadline(const Deadline &deadline, u64 address, i64 shift) {
  __kernel_timespec kernel = kernel_time(deadline.shown, shift);
  return deadline.mark == (kDeadlineMark ^ address) &&
         is_moved_clock(deadline.clock) &&
         kernel.tv_sec == deadline.kernel.tv_sec &&
         kernel.tv_nsec == deadline.kernel.tv_nsec;
}

} // namespace ckpt
