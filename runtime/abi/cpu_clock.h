// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clocks of CPU time: the number of a process or thread is part of theirs.
//   bits 31..3: the complement of the number, 0 for the caller's own
//   bit 2: of a thread;  bits 1, 0: profiling, user, all, or no such clock (3)
// (kernel/time/posix-cpu-timers.c; clock_getcpuclockid(3) makes them.)
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

inline constexpr i32 kProcessCpu = 2, kThreadCpu = 3; // CLOCK_*_CPUTIME_ID
inline constexpr i32 kClockOfThread = 4, kClockCounts = 3, kClockOfDevice = 3;

constexpr bool is_device_clock(i32 clock) {
  return clock < 0 && (clock & 7) == kClockOfDevice;
}
constexpr bool is_cpu_clock(i32 clock) {
  return clock == kProcessCpu || clock == kThreadCpu ||
         (clock < 0 && (clock & kClockCounts) != kClockOfDevice);
}
// Both need a negative clock that is one of CPU time.
constexpr bool is_thread_clock(i32 clock) { return clock & kClockOfThread; }
constexpr i32 owner_of_clock(i32 clock) { return ~(clock >> 3); }

// The same clock of another process or thread.
constexpr i32 clock_of(i32 number, i32 like) {
  return static_cast<i32>(~static_cast<u32>(number) << 3) | (like & 7);
}

inline constexpr i32 kOwnThreadCpu = -2; // kThreadCpu as a number with bits

} // namespace ckpt
