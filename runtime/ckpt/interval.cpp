// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/interval.h"

#include "runtime/ckpt/report.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1; // time in which the machine sleeps is not work

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
  sys::SignalEvent event = {};
  event.sig = first_signal(config.periodic_signals);
  i32 id = 0;
  SysResult made = sys::timer_create(kClockMonotonic, event, id);
  if (!made.ok())
    return report(made);
  state.has_timer = true;
  state.timer = id;
  sys::timer_settime(id, 0, {{0, 0}, {config.interval, 0}}).ignore();
}

void stop_interval() {
  if (state.has_timer)
    sys::timer_delete(state.timer).ignore();
  state.has_timer = false;
}

} // namespace ckpt
