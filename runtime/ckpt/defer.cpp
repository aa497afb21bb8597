// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/defer.h"

#include "runtime/ckpt/report.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1;
constexpr i32 kNotifySignal = 0; // SIGEV_SIGNAL, sigevent(7)
constexpr u64 kSecond = 1000000000; // in nanoseconds
constexpr u64 kFirstPause = kSecond / 20, kLongestPause = kSecond;

struct SignalEvent { // struct sigevent, asm-generic/siginfo.h
  u64 value;
  i32 sig;
  i32 notify;
  i32 pad[12];
};

struct TimerSetting { // struct __kernel_itimerspec
  __kernel_timespec interval, value;
};

u64 monotonic() {
  __kernel_timespec now = {};
  sys::clock_gettime(kClockMonotonic, now).ignore();
  return static_cast<u64>(now.tv_sec) * kSecond +
         static_cast<u64>(now.tv_nsec);
}

bool set_timer(bool vacate, u64 pause) {
  u64 wanted = vacate ? state.config.vacate_signals
                      : state.config.periodic_signals;
  // Without a signal for it, the other kind's: what it is for is remembered.
  u64 signals = wanted ? wanted : reserved_signals();
  SignalEvent event = {0, first_signal(signals), kNotifySignal, {}};
  i32 id = 0;
  if (!sys::call(__NR_timer_create, kClockMonotonic, &event, &id).ok())
    return false;
  TimerSetting once = {{0, 0},
                       {static_cast<i64>(pause / kSecond),
                        static_cast<i64>(pause % kSecond)}};
  sys::call(__NR_timer_settime, id, 0, &once, nullptr).ignore();
  state.defer_timer = id;
  return true;
}

} // namespace

Deferral take_deferral() {
  Deferral found = {state.defer_until, state.defer_pause, state.defer_vacate};
  if (found.until)
    sys::call(__NR_timer_delete, state.defer_timer).ignore();
  state.defer_until = state.defer_pause = 0;
  state.defer_vacate = false;
  return found;
}

bool put_off(Deferral before, bool vacate, const Reason &why) {
  u64 seconds = state.config.defer, now = monotonic();
  if (!seconds || state.stream.there || (before.until && now >= before.until))
    return false;
  u64 until = before.until ? before.until : now + seconds * kSecond;
  u64 pause = before.until ? min(before.pause * 2, kLongestPause) : kFirstPause;
  if (!set_timer(vacate || before.vacate, min(pause, until - now)))
    return false;
  state.defer_until = until;
  state.defer_pause = pause;
  state.defer_vacate = vacate || before.vacate;
  if (!before.until)
    unsup("the checkpoint is put off for up to ", seconds, " seconds: ", why);
  return true;
}

} // namespace ckpt
