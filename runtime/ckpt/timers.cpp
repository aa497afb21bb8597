// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/timers.h"

#include <asm/errno.h>
#include <linux/time.h>

#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/rearm.h"
#include "runtime/ckpt/stop.h"
#include "runtime/abi/cpu_clock.h"
#include "runtime/abi/moved_clocks.h"
#include "runtime/abi/timers.h"
#include "runtime/ckpt/expiries.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/timers.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr const char *kList = "/proc/self/timers";
constexpr int kClockMonotonic = 1;
constexpr i32 kMostProbed = 1 << 20;
constexpr i32 kNoClock = -1; // of a thread that has ended

// Of timers with higher numbers it is not known; they count as relative.
constexpr u32 kKnownTimers = 4096;
u64 set_absolute[kKnownTimers / 64];

bool was_set_absolute(i32 id) {
  u32 n = static_cast<u32>(id);
  return n < kKnownTimers && (set_absolute[n / 64] >> (n % 64) & 1);
}

// Timer numbers count up from 0: one made now has a higher number than every
// other one (kernel/time/posix-timers.c).
bool probe_finds_none(Reason &why) {
  sys::SignalEvent event = {};
  event.notify = sys::kNotifyNone;
  i32 newest = -1;
  SysResult made = sys::timer_create(kClockMonotonic, event, newest);
  if (made.error() == ENOSYS)
    return true;
  if (made.ok())
    sys::timer_delete(newest).ignore();
  bool none = made.ok() && newest < kMostProbed;
  for (i32 id = 0; none && id < newest; ++id) {
    sys::TimerSetting setting;
    none = !sys::timer_gettime(id, setting).ok();
  }
  if (!none)
    why.set("a POSIX timer (timer_create) exists, and this kernel does not "
            "tell about timers: it lacks CONFIG_CHECKPOINT_RESTORE");
  return none;
}

template <class Each> bool each_timer(Reason &why, Each each) {
  proc::PosixTimer timer;
  return proc::each_line(kList, why, [&](StringView line) {
    if (!proc::parse_timer_line(line, timer))
      return false;
    if (!timer.whole)
      return true;
    bool good = each(timer);
    timer = {};
    return good;
  });
}

i32 kernel_tid(i32 saved) {
  const Gate &gate = __ckpt_gate;
  for (u32 i = 0; i < gate.arrived; ++i)
    if (gate.threads[i].saved_tid == saved)
      return gate.threads[i].tid;
  return 0;
}

bool clock_for_image(i32 clock, i32 &to, Reason &why) {
  to = clock == kThreadCpu ? kOwnThreadCpu : clock;
  if (to >= 0)
    return true;
  if (is_device_clock(to)) {
    why.set("runs on the clock of a device, which is not saved yet");
    return false;
  }
  i32 owner = owner_of_clock(to);
  if (is_thread_clock(to)) {
    if (!owner && stopped_threads() > 1) {
      why.set("runs on the CPU time of the thread that made it, and the kernel "
              "does not tell which; make it for pthread_getcpuclockid()'s clock");
      return false;
    }
    i32 tid = saved_tid_of(owner ? owner : sys::gettid());
    to = tid ? clock_of(tid, to) : kNoClock;
    return true;
  }
  to = clock_of(0, to);
  if (!owner || owner == state.pid)
    return true;
  why.set("runs on the CPU time of another process, which is not saved yet");
  return false;
}

bool describe(const proc::PosixTimer &from, image::Timer &to, Reason &why) {
  to.kind = image::TimerKind::kPosix;
  to.id = from.id;
  to.signal = from.signal;
  to.value = from.value;
  Reason what;
  if (!clock_for_image(from.clock, to.clock, what)) {
    why.set("the POSIX timer ", from.id, " ", what);
    return false;
  }
  to.notify = from.notify & (sys::kNotifyNone | sys::kNotifyThread);
  if (to.notify == sys::kNotifyThread)
    to.tid = saved_tid_of(from.receiver);
  // Its thread has ended: it signals nobody any more.
  if (to.clock == kNoClock || (to.notify == sys::kNotifyThread && !to.tid))
    to.notify = sys::kNotifyNone;
  if (to.clock == kNoClock)
    to.clock = kClockMonotonic;
  SysResult overrun = sys::timer_getoverrun(from.id);
  to.overrun = overrun.ok() ? static_cast<u32>(overrun.value()) : 0;
  sys::TimerSetting now = {};
  sys::timer_gettime(from.id, now).ignore();
  to.interval = sys::nanoseconds(now.interval);
  return true;
}

// The kernel lists the newest first.  They are put in from the end, so that
// hardly anything is left to be sorted.
void sort_by_id(Span<image::Timer> timers) {
  for (size_t i = 1; i < timers.size; ++i)
    for (size_t j = i; j && timers[j].id < timers[j - 1].id; --j) {
      image::Timer lower = timers[j];
      timers[j] = timers[j - 1];
      timers[j - 1] = lower;
    }
}

void read_interval_timer(image::Timer &timer) {
  constexpr u32 kFirst = static_cast<u32>(image::TimerKind::kReal);
  itimerval now = {};
  sys::call(__NR_getitimer, static_cast<u32>(timer.kind) - kFirst, &now)
      .ignore();
  auto nanoseconds = [](const __kernel_old_timeval &t) {
    return sys::nanoseconds({t.tv_sec, t.tv_usec * 1000});
  };
  timer.left = nanoseconds({now.it_value.tv_sec, now.it_value.tv_usec});
  timer.interval =
      nanoseconds({now.it_interval.tv_sec, now.it_interval.tv_usec});
}

// A repeated one stands still while its signal is pending (kernel/signal.c,
// dequeue_signal).  One that is left to the kernel comes again.
void measure_interval_timer(image::Timer &timer) {
  constexpr i64 kLeast = 1000; // it counts in microseconds
  read_interval_timer(timer);
  if (timer.kind == image::TimerKind::kReal && timer.interval && !timer.left)
    timer.left = kLeast;
}

void measure_posix_timer(image::Timer &timer) {
  sys::TimerSetting now = {};
  sys::timer_gettime(timer.id, now).ignore();
  timer.left = sys::nanoseconds(now.value);
  timer.interval = sys::nanoseconds(now.interval);
  if (timer.left && is_clock_of_day(timer.clock) && was_set_absolute(timer.id)) {
    timer.flags = image::kAbsoluteTimer;
    // Its clock is read after the timer: never early.
    timer.expiry = sys::clock_now(timer.clock) + timer.left;
  }
}

// What came for another thread since that has stopped only it could take.
void count_new_expiry(image::Timer &timer, i32 receiver) {
  if (timer.notify != sys::kNotifyThread || receiver == sys::gettid() ||
      !has_new_signal(receiver, timer.signal))
    return;
  if (!timer.interval)
    timer.left = max<i64>(timer.left, 1);
  else if (!is_cpu_clock(timer.clock))
    ++timer.due;
}

// Until nothing has expired between the look at the signals and that at the
// timers.
void measure_all(Snapshot &snapshot) {
  constexpr int kTries = 20;
  for (int i = 0; i < kTries; ++i) {
    claim_expiries(snapshot);
    for (image::Timer &timer : snapshot.timers)
      if (timer.kind == image::TimerKind::kPosix)
        measure_posix_timer(timer);
      else
        measure_interval_timer(timer);
    snapshot.expiries_taken_at = sys::clock_now(kClockMonotonic);
    if (!take_more_signals())
      return;
  }
  claim_expiries(snapshot);
}

// Interval timers that are not set are not recorded.
void drop_unset(Snapshot &snapshot) {
  size_t kept = 0;
  for (size_t i = 0; i < snapshot.timers.size; ++i) {
    const image::Timer &timer = snapshot.timers[i];
    if (timer.kind != image::TimerKind::kPosix && !timer.left &&
        !timer.interval)
      continue;
    snapshot.taken_expiries[kept] = snapshot.taken_expiries[i];
    snapshot.timers[kept++] = timer;
  }
  snapshot.timers.size = kept;
}

} // namespace

bool count_timers(u64 &count, Reason &why) {
  count = 0;
  SysResult list = sys::open_own(kList, O_RDONLY | O_CLOEXEC);
  if (list.error() == ENOENT)
    return probe_finds_none(why);
  sys::close(list.fd()).ignore();
  return each_timer(why, [&](const proc::PosixTimer &) {
    ++count;
    return true;
  });
}

bool collect_timers(Snapshot &snapshot, u64 count, Reason &why) {
  constexpr u64 kIntervalTimers = 3;
  u64 room = count + kIntervalTimers;
  snapshot.timers = snapshot.arena.array<image::Timer>(room);
  snapshot.taken_expiries = snapshot.arena.array<u64>(room);
  if (!snapshot.taken_expiries.data) {
    why.set("no room for ", count, " timers");
    return false;
  }
  for (u32 i = 0; i < kIntervalTimers; ++i)
    snapshot.timers[i].kind = static_cast<image::TimerKind>(
        static_cast<u32>(image::TimerKind::kReal) + i);
  size_t at = room;
  bool good = !count || each_timer(why, [&](const proc::PosixTimer &timer) {
    return at > kIntervalTimers &&
           describe(timer, snapshot.timers[--at], why);
  });
  if (good && at != kIntervalTimers)
    why.set("its timers changed while they were counted");
  if (!good || at != kIntervalTimers)
    return false;
  sort_by_id(snapshot.timers.sub(kIntervalTimers, count));
  measure_all(snapshot);
  for (image::Timer &timer : snapshot.timers)
    count_new_expiry(timer, kernel_tid(timer.tid));
  drop_unset(snapshot);
  return true;
}

} // namespace ckpt

extern "C" void __ckpt_timer_set(ckpt::i32 id, bool absolute) {
  using namespace ckpt;
  u32 n = static_cast<u32>(id);
  if (n >= kKnownTimers)
    return;
  u64 bit = u64{1} << (n % 64);
  if (absolute)
    __atomic_fetch_or(&set_absolute[n / 64], bit, __ATOMIC_RELAXED);
  else if (set_absolute[n / 64] & bit)
    __atomic_fetch_and(&set_absolute[n / 64], ~bit, __ATOMIC_RELAXED);
}

extern "C" ckpt::i32 __ckpt_timer_clock(ckpt::i32 number) {
  using namespace ckpt;
  i32 clock = -1;
  Reason why;
  (void)each_timer(why, [&](const proc::PosixTimer &t) {
    if (t.id == number)
      clock = t.clock;
    return t.id != number;
  });
  return clock;
}

// libc keeps such a timer in memory, and its timer_t is that address shifted
// right by one, with the sign bit set.
extern "C" ckpt::i64 __ckpt_timer_number(ckpt::i64 timer) {
  using namespace ckpt;
  if (timer >= 0)
    return timer;
  u64 address = static_cast<u64>(timer) << 1;
  i64 number = -1;
  Reason why;
  (void)each_timer(why, [&](const proc::PosixTimer &t) {
    if (t.value == address && t.notify & sys::kNotifyThread)
      number = t.id;
    return number < 0;
  });
  return number;
}
