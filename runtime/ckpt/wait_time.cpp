// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/wait_time.h"

#include "runtime/ckpt/clock_state.h"
#include "runtime/ckpt/own_memory.h"

namespace ckpt {

namespace {

using arch::kForever;
using arch::Unit;

constexpr u64 kSecond = 1000000000, kMillisecond = 1000000, kMicrosecond = 1000;
constexpr int kMonotonic = 1; // CLOCK_MONOTONIC
// The kernel's KTIME_MAX: no wait is longer.
constexpr u64 kLongest = ~0ull >> 1;

u64 nanoseconds(i64 seconds, i64 rest, u64 unit) {
  if (seconds < 0 || rest < 0)
    return 0;
  if (static_cast<u64>(seconds) >= kLongest / kSecond - 1)
    return kLongest;
  return static_cast<u64>(seconds) * kSecond + static_cast<u64>(rest) * unit;
}

} // namespace

u64 monotonic_now() {
  __kernel_timespec now = {};
  sys::clock_gettime(kMonotonic, now).ignore();
  // Deadlines of the shims are of the clock that the program is shown.
  return nanoseconds(now.tv_sec, now.tv_nsec, 1) +
         static_cast<u64>(clock_shift(kMonotonic));
}

u64 from_now(u64 time) {
  return time == kForever ? kForever : min(monotonic_now() + time, kLongest);
}

u64 until(u64 deadline) {
  if (deadline == kForever)
    return kForever;
  u64 now = monotonic_now();
  return deadline > now ? deadline - now : 0;
}

__kernel_timespec to_timespec(u64 nanoseconds) {
  return {static_cast<i64>(nanoseconds / kSecond),
          static_cast<i64>(nanoseconds % kSecond)};
}

u64 read_limit(Unit unit, u64 value) {
  i64 words[2] = {}; // struct timespec or timeval
  switch (unit) {
  case Unit::kMilliseconds: {
    i32 number = static_cast<i32>(value);
    return number < 0 ? kForever : static_cast<u64>(number) * kMillisecond;
  }
  case Unit::kTimespec:
  case Unit::kTimeval:
    if (!value || !read_memory(value, words, sizeof words))
      return kForever;
    return nanoseconds(words[0], words[1],
                       unit == Unit::kTimeval ? kMicrosecond : 1);
  case Unit::kNone:
    break;
  }
  return kForever;
}

void write_limit(Unit unit, u64 at, u64 nanoseconds) {
  __kernel_timespec time = to_timespec(nanoseconds);
  if (unit == Unit::kTimeval)
    time.tv_nsec /= static_cast<i64>(kMicrosecond);
  if (at && unit != Unit::kNone)
    (void)write_memory(at, &time, sizeof time);
}

} // namespace ckpt
