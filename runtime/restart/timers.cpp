// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The number of a timer.  Linux 6.15 and later make one with a given number
// (PR_TIMER_CREATE_RESTORE_IDS).  Before that numbers count up from 0 in each
// process, and are not used again: timers are made and deleted until the number
// comes.
#include "runtime/restart/timers.h"

#include <linux/time.h>

#include "runtime/abi/cpu_clock.h"
#include "runtime/abi/signal_set.h"
#include "runtime/ckpt/rearm.h"
#include "runtime/ckpt/tids.h"
#include "runtime/fd/child.h"
#include "runtime/sys/timers.h"

namespace ckpt::restart {

namespace {

constexpr int kRestoreIds = 77, kOff = 0, kOn = 1; // linux/prctl.h
constexpr i32 kMostCounted = 1 << 22; // numbers that are waited for: seconds
constexpr int kClockMonotonic = 1;
constexpr int kAbsolute = 1; // TIMER_ABSTIME

// One try of this process to have them all.
class TimerMaker {
public:
  // `restored`: the program's threads are there.
  explicit TimerMaker(bool restored) : restored_(restored) {
    given_ = sys::prctl(kRestoreIds, kOn).ok();
  }
  ~TimerMaker() {
    if (given_)
      sys::prctl(kRestoreIds, kOff).ignore();
  }
  TimerMaker(const TimerMaker &) = delete;
  TimerMaker &operator=(const TimerMaker &) = delete;

  bool make(const image::Timer &timer, Reason &why) {
    if (!given_ && !count_to(timer, why))
      return false;
    sys::SignalEvent event = {};
    event.value = timer.value;
    event.sig = timer.signal;
    event.notify = timer.notify;
    event.tid = timer.tid ? thread_now(timer.tid) : 0;
    i32 id = timer.id;
    SysResult made = sys::timer_create(clock_now_of(timer.clock), event, id);
    if (made.ok() && id == timer.id)
      return true;
    if (made.ok())
      why.set("the kernel gives timer ", timer.id, " the number ", id);
    else
      why.set("the kernel does not give timer ", timer.id, " of clock ",
              timer.clock, " (errno ", made.error(),
              "); is the limit of pending signals (ulimit -i) too small, or "
              "does it wake the machine, for which CAP_WAKE_ALARM is needed?");
    return false;
  }

private:
  i32 thread_now(i32 tid) const {
    return restored_ ? tids_real(tid) : sys::gettid();
  }

  i32 clock_now_of(i32 clock) const {
    return clock < 0 && is_thread_clock(clock)
               ? clock_of(thread_now(owner_of_clock(clock)), clock)
               : clock;
  }

  // Until the next number is this timer's.
  bool count_to(const image::Timer &timer, Reason &why) {
    if (timer.id > kMostCounted) {
      why.set("it has a timer with the number ", timer.id,
              ", which this kernel, older than Linux 6.15, gives only after ",
              timer.id, " others");
      return false;
    }
    sys::SignalEvent nothing = {};
    nothing.notify = sys::kNotifyNone;
    for (; next_ < timer.id; ++next_) {
      i32 id = 0;
      if (!sys::timer_create(kClockMonotonic, nothing, id).ok())
        break; // the timer itself will say why
      sys::timer_delete(id).ignore();
      next_ = max(next_, id);
    }
    ++next_;
    return true;
  }

  bool restored_;
  bool given_;
  i32 next_ = 0; // the number that comes next
};

constexpr u32 kFirst = static_cast<u32>(image::TimerKind::kReal);

void set_interval_timer(const image::Timer &timer) {
  auto microseconds = [](i64 ns) {
    return __kernel_old_timeval{ns / sys::kSecond, ns % sys::kSecond / 1000};
  };
  const __kernel_old_timeval setting[] = {microseconds(timer.interval),
                                          microseconds(timer.left)};
  sys::call(__NR_setitimer, static_cast<u32>(timer.kind) - kFirst, setting,
            nullptr)
      .ignore();
}

void set(const image::Timer &timer, u64 due) {
  Rearm again = rearm({timer.left, timer.interval, timer.expiry, due},
                      sys::clock_now(timer.clock));
  sys::timer_settime(timer.id, again.absolute ? kAbsolute : 0,
                     {sys::timespec(again.interval), sys::timespec(again.value)})
      .ignore();
}

// timer_getoverrun(2) tells what the last signal that was taken had missed,
// until the timer is set.  So the timer is set with that signal due, which is
// then taken.  Not one for another thread, whose signals only it can take.
bool has_overrun(const image::Timer &timer) {
  return timer.kind == image::TimerKind::kPosix && timer.overrun &&
         !timer.due && timer.left && timer.interval &&
         timer.notify == sys::kNotifySignal && !is_cpu_clock(timer.clock);
}

void set_with_overrun(const image::Timer &timer) {
  u64 mask = signal_bit(timer.signal);
  __kernel_timespec wait = {1, 0};
  set(timer, u64{timer.overrun} + 1);
  if (!sys::rt_sigtimedwait(&mask, nullptr, &wait).ok())
    return;
  // What has come since belongs to the program.
  i64 more = sys::timer_getoverrun(timer.id).value() - i64{timer.overrun};
  if (more > 0)
    set(timer, static_cast<u64>(more));
}

bool make_all(Span<const image::Timer> timers, bool restored, Reason &why) {
  TimerMaker maker(restored);
  for (const image::Timer &timer : timers)
    if (timer.kind == image::TimerKind::kPosix && !maker.make(timer, why))
      return false;
  return true;
}

bool has_posix_timer(Span<const image::Timer> timers) {
  return timers.size &&
         timers[timers.size - 1].kind == image::TimerKind::kPosix;
}

} // namespace

// In a child: its timers are its own, and go with it.
bool timers_can_be_made(Span<const image::Timer> timers, Reason &why) {
  if (!has_posix_timer(timers))
    return true;
  bool good = false;
  if (!fd::in_child([&] { good = make_all(timers, /*restored=*/false, why); }))
    why.set("no child process can be made to try out its timers; is the limit "
            "of processes (ulimit -u) too small?");
  return good;
}

bool make_timers(Span<const image::Timer> timers, Reason &why) {
  if (!has_posix_timer(timers))
    return true;
  if (!make_all(timers, /*restored=*/true, why))
    return false;
  for (const image::Timer &timer : timers)
    if (has_overrun(timer))
      set_with_overrun(timer);
  return true;
}

void set_timers(Span<const image::Timer> timers) {
  // exec keeps what the caller had set (setitimer(2)).
  for (u32 kind = kFirst; kind <= static_cast<u32>(image::TimerKind::kProf);
       ++kind) {
    image::Timer off = {};
    off.kind = static_cast<image::TimerKind>(kind);
    set_interval_timer(off);
  }
  for (const image::Timer &timer : timers) {
    if (timer.kind != image::TimerKind::kPosix)
      set_interval_timer(timer);
    else if (!has_overrun(timer))
      set(timer, timer.due);
  }
}

} // namespace ckpt::restart
