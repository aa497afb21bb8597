// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// To know that a pending signal is the expiry of a timer it must be taken out,
// and the kernel then starts a repeated timer again.  The expiry is not queued
// again as a signal: another one of the same timer could be there by then, and
// the program would see two where one with an overrun belongs.  It is kept as a
// number of expiries that are due, and the timer is set so that the kernel
// makes them once more (rearm.h).  The kernel's grid of a repeated timer moves
// by the microseconds between two system calls then.
#include "runtime/ckpt/expiries.h"

#include "runtime/abi/cpu_clock.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/rearm.h"
#include "runtime/ckpt/stop_thread.h"
#include "runtime/ckpt/timers.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/status.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1;
constexpr i32 kTimerSignal = -2; // SI_TIMER

struct TimerInfo { // siginfo_t of SI_TIMER
  i32 signal;
  i32 error;
  i32 code;
  i32 pad;
  i32 id;
  i32 overrun;
  u64 value;
};

const TimerInfo &info_of(const image::PendingSignal &entry) {
  return *reinterpret_cast<const TimerInfo *>(entry.info);
}

// The timer that `entry` is an expiry of, if that can make it again.  A clock
// of CPU time starts at zero after a restart: there is no time in its past.
image::Timer *timer_of(Span<image::Timer> timers,
                       const image::PendingSignal &entry) {
  const TimerInfo &info = info_of(entry);
  if (info.code != kTimerSignal || info.overrun < 0)
    return nullptr;
  for (image::Timer &t : timers)
    if (t.kind == image::TimerKind::kPosix && t.id == info.id)
      return t.signal == info.signal && t.interval && !is_cpu_clock(t.clock)
                 ? &t
                 : nullptr;
  return nullptr;
}

} // namespace

void claim_expiries(Snapshot &snapshot) {
  PendingTable &pending = __ckpt_gate.pending;
  size_t kept = 0;
  for (size_t i = 0; i < pending.count; ++i) {
    const image::PendingSignal &entry = pending.room[i];
    image::Timer *timer = timer_of(snapshot.timers, entry);
    if (!timer) {
      pending.room[kept++] = entry;
      continue;
    }
    u64 expiries = 1 + static_cast<u64>(info_of(entry).overrun);
    timer->due += expiries;
    snapshot.taken_expiries[static_cast<size_t>(
        timer - snapshot.timers.data)] += expiries;
  }
  pending.count = kept;
}

bool take_more_signals() {
  Gate &gate = __ckpt_gate;
  StoppedThread &self = gate.threads[gate.arrived - 1]; // the last to stop
  size_t before = gate.pending.count;
  take_more_pending(self, gate.pending, /*process=*/true);
  return gate.pending.count != before;
}

bool has_new_signal(i32 tid, i32 signal) {
  Text<48> path("/proc/self/task/", tid, "/status");
  proc::TaskStatus status = {};
  Reason unused;
  (void)proc::each_line(path.c_str(), unused, [&](StringView line) {
    return proc::parse_status_line(line, status);
  });
  return status.pending_thread & signal_bit(signal);
}

void put_expiries_back(const Snapshot &snapshot) {
  for (size_t i = 0; i < snapshot.timers.size; ++i) {
    const image::Timer &timer = snapshot.timers[i];
    if (!snapshot.taken_expiries[i])
      continue;
    sys::TimerSetting now = {};
    sys::timer_gettime(timer.id, now).ignore();
    i64 left = sys::nanoseconds(now.value);
    // Those that came meanwhile are counted in: the kernel forgets them when
    // the timer is set.
    u64 due = timer.due + expiries_since(sys::clock_now(kClockMonotonic) -
                                             snapshot.expiries_taken_at,
                                         left, timer.interval);
    Rearm again =
        rearm({left, timer.interval, 0, due}, sys::clock_now(timer.clock));
    sys::timer_settime(
        timer.id, again.absolute,
        {sys::timespec(again.interval), sys::timespec(again.value)})
        .ignore();
  }
}

} // namespace ckpt
