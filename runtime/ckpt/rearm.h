// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a timer that was saved is set again: POSIX timers and timerfd.  Pure.
//
// What remained is armed again, so that the time in which the program did not
// run is not seen; a time of day stays what it is.  Expiries that the program
// has not been told of are made again by the kernel itself: a timer that is set
// to a time in the past expires at once, and counts the intervals since as
// overruns (timer_settime(2)).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Remaining {
  i64 left;     // nanoseconds until it expires next; 0: not armed
  i64 interval; // 0: once
  i64 expiry;   // a time of day that it is set to; 0: it is none
  u64 due;      // expiries that the program has not been told of
};

struct Rearm {
  bool absolute; // TIMER_ABSTIME
  i64 value;     // 0: disarmed
  i64 interval;
};

// Clocks whose absolute times mean something outside of the process:
// CLOCK_REALTIME, CLOCK_REALTIME_ALARM, CLOCK_TAI.
constexpr bool is_clock_of_day(i32 clock) {
  return clock == 0 || clock == 8 || clock == 11;
}

// `now`: what the timer's clock shows.
constexpr Rearm rearm(const Remaining &r, i64 now) {
  if (!r.left && !r.due)
    return {false, 0, r.interval};
  if (!r.due)
    return {r.expiry != 0, r.expiry ? r.expiry : r.left, r.interval};
  if (!r.interval)
    return {false, 1, 0};
  // The first of them; as many as the clock has had time for.
  i64 next = r.expiry ? r.expiry : now + r.left;
  u64 room = static_cast<u64>((next - 1) / r.interval);
  u64 back = r.due < room ? r.due : room;
  return {true, next - static_cast<i64>(back) * r.interval, r.interval};
}

// Expiries of a repeated timer in the last `since` nanoseconds, when the next
// one comes in `left`.
constexpr u64 expiries_since(i64 since, i64 left, i64 interval) {
  i64 ago = interval - left; // the last one
  return ago < 0 || ago >= since
             ? 0
             : 1 + static_cast<u64>((since - ago - 1) / interval);
}

} // namespace ckpt
