// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timers and clocks.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr i32 kNotifySignal = 0, kNotifyNone = 1, kNotifyThread = 4; // SIGEV_*
constexpr u64 kMostDue = u64{1} << 31;

bool is_interval_timer(TimerKind kind) {
  return kind == TimerKind::kReal || kind == TimerKind::kVirtual ||
         kind == TimerKind::kProf;
}

bool check_times(const Timer &t, Reason &why) {
  bool absolute = t.flags & kAbsoluteTimer;
  if (t.interval < 0 || t.left < 0 || (absolute ? t.expiry <= 0 : t.expiry) ||
      t.due > kMostDue || (t.due && !t.interval) || (absolute && !t.left))
    return damaged(why, "timer ", t.id, " has impossible times");
  return true;
}

// Each only when it is set.
bool check_interval_timer(const Timer &t, Reason &why) {
  if (t.flags || t.id || t.clock || t.notify || t.signal || t.tid ||
      t.overrun || t.value || t.due || !(t.left || t.interval))
    return damaged(why, "interval timer ", static_cast<u32>(t.kind),
                   " has impossible values");
  return check_times(t, why);
}

bool check_posix_timer(const Timer &t, const View &v, Reason &why) {
  bool known = t.notify == kNotifySignal || t.notify == kNotifyNone ||
               t.notify == kNotifyThread;
  if (t.id < 0 || !known || t.flags & ~u32{kAllTimerFlags} ||
      t.overrun >= kMostDue || (t.notify != kNotifyThread && t.tid))
    return damaged(why, "timer ", t.id, " has impossible values");
  if (t.notify != kNotifyNone &&
      (t.signal < 1 || t.signal > static_cast<i32>(kSignals)))
    return damaged(why, "timer ", t.id, " sends signal ", t.signal,
                   ", which does not exist");
  if (t.notify == kNotifyThread && !has_thread(v.threads, t.tid))
    return damaged(why, "timer ", t.id, " signals thread ", t.tid,
                   ", which does not exist");
  return check_times(t, why);
}

// Kinds without an order of their own.
bool comes_after(const Timer &t, const Timer &previous) {
  return t.kind == TimerKind::kPosix && previous.kind == TimerKind::kPosix
             ? previous.id < t.id
             : (is_interval_timer(previous.kind) &&
                (t.kind == TimerKind::kPosix || previous.kind < t.kind));
}

} // namespace

bool check_timers(const View &v, Reason &why) {
  for (size_t i = 0; i < v.timers.size; ++i) {
    const Timer &t = v.timers[i];
    if (!is_interval_timer(t.kind) && t.kind != TimerKind::kPosix)
      return damaged(why, "it has a timer of unknown kind ",
                     static_cast<u32>(t.kind));
    if (i && !comes_after(t, v.timers[i - 1]))
      return damaged(why, "timer ", t.id, " is there twice or out of order");
    if (!(t.kind == TimerKind::kPosix ? check_posix_timer(t, v, why)
                                      : check_interval_timer(t, why)))
      return false;
  }
  return true;
}

bool check_clocks(const View &v, Reason &why) {
  constexpr size_t kOthers = 2; // the process, its children
  if (v.clocks.size < kOthers || v.clocks.size > kOthers + v.threads.size)
    return damaged(why, "the number of its clocks is impossible, ", v.clocks.size);
  for (size_t i = 0; i < v.clocks.size; ++i) {
    const Clocks &c = v.clocks[i];
    ClocksOf of = i == 0   ? ClocksOf::kProcess
                  : i == 1 ? ClocksOf::kChildren
                           : ClocksOf::kThread;
    if (c.of != of ||
        (i < kOthers ? c.tid != 0 : !has_thread(v.threads, c.tid)))
      return damaged(why, "clocks ", i, " belong to nobody");
    bool good = c.monotonic >= 0 && c.boottime >= 0 && c.cpu >= 0 &&
                c.user >= 0 && c.system >= 0 && c.max_rss >= 0 &&
                (i == 0 || !(c.monotonic | c.boottime));
    for (i64 count : c.counts)
      good = good && count >= 0;
    if (!good)
      return damaged(why, "clocks ", i, " have impossible values");
  }
  return true;
}

} // namespace ckpt::image
