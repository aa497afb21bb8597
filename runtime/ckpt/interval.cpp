// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/interval.h"

#include "runtime/ckpt/report.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1; // time in which the machine sleeps is not work
constexpr i32 kNotifySignal = 0;   // SIGEV_SIGNAL, sigevent(7)

struct SignalEvent { // struct sigevent, asm-generic/siginfo.h
  u64 value;
  i32 sig;
  i32 notify;
  i32 pad[12];
};
static_assert(sizeof(SignalEvent) == 64);

struct TimerSetting { // struct __kernel_itimerspec
  __kernel_timespec interval, value;
};

void report(const SysResult &failed) {
  error("no checkpoint is made every ", state.config.interval,
        " seconds (-_ckpt_interval): the kernel gives no timer (errno ",
        failed.error(),
        "); is the limit of pending signals (ulimit -i) too small?");
}

} // namespace

void start_interval() {
  const Config &config = state.config;
  // One that cannot be saved would say so every time.
  if (!config.interval || !config.periodic_signals || state.ancestor)
    return;
  SignalEvent event = {0, first_signal(config.periodic_signals), kNotifySignal,
                       {}};
  i32 id = 0;
  SysResult made =
      sys::call(__NR_timer_create, kClockMonotonic, &event, &id);
  if (!made.ok())
    return report(made);
  state.has_timer = true;
  state.timer = id;
  TimerSetting once = {{0, 0}, {config.interval, 0}};
  sys::call(__NR_timer_settime, id, 0, &once, nullptr).ignore();
}

void stop_interval() {
  if (state.has_timer)
    sys::call(__NR_timer_delete, state.timer).ignore();
  state.has_timer = false;
}

} // namespace ckpt
