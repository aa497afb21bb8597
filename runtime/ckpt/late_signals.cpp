// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/late_signals.h"

#include "runtime/ckpt/expiries.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/stop.h"

namespace ckpt {

namespace {

constexpr int kSigalrm = 14, kSigvtalrm = 26, kSigprof = 27, kSigxfsz = 25;

int signal_of(const image::Timer &timer) {
  switch (timer.kind) {
  case image::TimerKind::kPosix:
    return timer.notify == 1 /* SIGEV_NONE */ ? 0 : timer.signal;
  case image::TimerKind::kReal:
    return kSigalrm;
  case image::TimerKind::kVirtual:
    return kSigvtalrm;
  case image::TimerKind::kProf:
    return kSigprof;
  }
  return 0;
}

// Timers stand still from the stop on: what their signals are for comes again,
// from the timer in the image.  SIGXFSZ may be the image's own.
u64 not_the_programs(const Snapshot &snapshot) {
  u64 set = signal_bit(kSigxfsz);
  for (const image::Timer &timer : snapshot.timers)
    if (int sig = signal_of(timer))
      set |= signal_bit(sig);
  return set;
}

} // namespace

bool take_late_signals(Snapshot &snapshot) {
  PendingTable &table = __ckpt_gate.pending;
  const PendingTable whole = table;
  size_t before = table.count;
  table.room.size = min(whole.room.size, snapshot.pending_room);
  table.except = not_the_programs(snapshot);
  send_for_signals();
  (void)take_more_signals();
  table.room = whole.room;
  table.except = 0;
  snapshot.pending = table.view();
  return table.count != before;
}

} // namespace ckpt
