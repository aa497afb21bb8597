// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// POSIX timers and times in nanoseconds.
// Phase: any.
#pragma once
#include "runtime/sys/calls.h"

namespace ckpt::sys {

inline constexpr i64 kSecond = 1000000000; // in nanoseconds
inline constexpr i64 kMostSeconds = 9000000000; // that fit i64 nanoseconds

struct SignalEvent { // struct sigevent, asm-generic/siginfo.h
  u64 value;
  i32 sig;
  i32 notify;
  i32 tid;
  i32 pad[11];
};
static_assert(sizeof(SignalEvent) == 64);
inline constexpr i32 kNotifySignal = 0, kNotifyNone = 1,
                     kNotifyThread = 4; // SIGEV_THREAD_ID

struct TimerSetting { // struct __kernel_itimerspec
  __kernel_timespec interval, value;
};

// The kernel has no longer times than ktime_t holds.
inline i64 nanoseconds(const __kernel_timespec &t) {
  return t.tv_sec > kMostSeconds ? kMostSeconds * kSecond
                                 : t.tv_sec * kSecond + t.tv_nsec;
}
inline __kernel_timespec timespec(i64 ns) {
  return {ns / kSecond, ns % kSecond};
}

// What a clock shows; 0 where there is no such clock.
inline i64 clock_now(i32 clock) {
  __kernel_timespec now = {};
  return clock_gettime(clock, now).ok() ? nanoseconds(now) : 0;
}

inline SysResult timer_create(i32 clock, const SignalEvent &event, i32 &id) {
  return call(__NR_timer_create, clock, &event, &id);
}
inline SysResult timer_delete(i32 id) { return call(__NR_timer_delete, id); }
inline SysResult timer_settime(i32 id, int flags, const TimerSetting &to) {
  return call(__NR_timer_settime, id, flags, &to, nullptr);
}
inline SysResult timer_gettime(i32 id, TimerSetting &now) {
  return call(__NR_timer_gettime, id, &now);
}
inline SysResult timer_getoverrun(i32 id) {
  return call(__NR_timer_getoverrun, id);
}

} // namespace ckpt::sys
