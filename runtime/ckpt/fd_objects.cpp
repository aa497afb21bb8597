// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors of the kernel's own objects: event counters, timers, signals,
// and sets of other descriptors.  /proc/thread-self/fdinfo tells all of them.
#include <asm/poll.h>
#include <linux/eventpoll.h>
#include <linux/kcmp.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/rearm.h"
#include "runtime/fd/faults.h"
#include "runtime/proc/fdinfo_objects.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr u32 kAbsolute = 1; // TFD_TIMER_ABSTIME

// `each` is called for what an epoll set watches.
template <class Each>
bool read_object(int number, proc::ObjectInfo &info, Reason &why, Each each) {
  Text<64> path("/proc/thread-self/fdinfo/", number);
  return proc::each_line(path.c_str(), why, [&](StringView line) {
    proc::WatchLine watch;
    bool is_watch = false;
    return proc::parse_object_line(line, info, watch, is_watch) &&
           (!is_watch || each(watch));
  });
}

// Before Linux 6.5 nothing tells but what a read takes: all, or one.  No other
// thread runs, so nobody can come between; it is put back at once.
bool is_semaphore(int number, u64 counter) {
  u64 probe = counter < 2 ? 2 - counter : 0, got = 0;
  if (probe && !sys::write(number, &probe, sizeof probe).ok())
    return false;
  if (sys::read(number, &got, sizeof got).value() != sizeof got)
    return false;
  bool one = got == 1;
  u64 now = counter + probe - got;
  if (now > counter) { // what was put in is still there
    u64 rest;
    while (now > counter &&
           sys::read(number, &rest, sizeof rest).value() == sizeof rest)
      now -= rest;
  }
  u64 back = counter - now;
  if (back)
    sys::write(number, &back, sizeof back).ignore();
  return one;
}

bool record_eventfd(FdRecord &record, const proc::ObjectInfo &info) {
  if (!info.has_counter || !add_own_content(record, image::FdKind::kEventfd))
    return record.refuse("is an event counter that cannot be read");
  image::Content &content = content_of(record);
  content.value[0] = info.counter;
  bool semaphore = info.has_semaphore
                       ? info.semaphore
                       : is_semaphore(record.number, info.counter);
  content.flags = semaphore ? u32{image::kSemaphore} : 0;
  return true;
}

// A repeated timer that has expired stands still until somebody reads it or asks
// for its time, and shows that nothing is left.
bool stands_still(const proc::ObjectInfo &info) {
  return info.has_timer && info.ticks && info.interval && !info.left;
}

// Asks for its time, which lets it run and counts what it has missed; it may
// expire again at once.
bool let_run(int number, proc::ObjectInfo &info, Reason &why) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries && stands_still(info); ++i) {
    __kernel_timespec setting[2]; // interval, value
    sys::call(__NR_timerfd_gettime, number, setting).ignore();
    info = {};
    if (!read_object(number, info, why,
                     [](const proc::WatchLine &) { return true; }))
      return false;
  }
  if (stands_still(info))
    info.left = info.interval;
  return true;
}

bool record_timerfd(FdRecord &record, proc::ObjectInfo &info) {
  if (!let_run(record.number, info, record.why))
    return false;
  if (!info.has_timer || !add_own_content(record, image::FdKind::kTimerfd))
    return record.refuse("is a timer that cannot be read");
  image::Content &content = content_of(record);
  content.flags = info.timer_flags & 3;
  content.value[0] = info.clock;
  content.value[1] = info.left;
  i32 clock = static_cast<i32>(info.clock);
  bool of_day = info.left && info.timer_flags & kAbsolute &&
                is_clock_of_day(clock);
  if (of_day) // an alarm's own clock may have no device (a machine without RTC)
    content.value[1] += static_cast<u64>(sys::clock_now(clock == 8 ? 0 : clock));
  content.value[2] = info.interval;
  content.value[3] = info.ticks;
  return true;
}

bool record_signalfd(FdRecord &record, const proc::ObjectInfo &info) {
  if (!info.has_signals || !add_own_content(record, image::FdKind::kSignalfd))
    return record.refuse("is a signalfd that cannot be read");
  content_of(record).value[0] = info.signals & ~reserved_signals();
  return true;
}

} // namespace

bool is_readable(int number) {
  struct pollfd asked = {number, POLLIN, 0};
  __kernel_timespec none = {};
  SysResult n = sys::call(__NR_ppoll, &asked, 1, &none, nullptr, 8);
  return n.value() == 1 && (asked.revents & POLLIN);
}

bool record_object(FdRecord &record) {
  StringView link = record.link.view();
  if (fd::is_epoll_set(link)) {
    record.d.kind = image::FdKind::kEpoll;
    if (!is_readable(record.number))
      record.d.flags |= image::kQuiet;
    return true; // read when all descriptors are known
  }
  if (link == "anon_inode:inotify")
    return record_inotify(record);
  if (link == "anon_inode:[pidfd]")
    return record_process(record);
  bool event = link == "anon_inode:[eventfd]";
  bool timer = link == "anon_inode:[timerfd]";
  StringView fault = fd::fault_of_object(link);
  if (!fault.empty())
    return record.refuse(fault);
  proc::ObjectInfo info;
  if (!read_object(record.number, info, record.why,
                   [](const proc::WatchLine &) { return true; }))
    return false;
  return event   ? record_eventfd(record, info)
         : timer ? record_timerfd(record, info)
                 : record_signalfd(record, info);
}

namespace {

class WatchReader {
public:
  WatchReader(Snapshot &snapshot, Reason &why)
      : to_(snapshot), why_(why), all_(snapshot.watches) {}

  bool read(int set) {
    proc::ObjectInfo info;
    return read_object(set, info, why_, [&](const proc::WatchLine &line) {
      return add(set, line);
    });
  }
  size_t count() const { return count_; }

private:
  bool add(int set, const proc::WatchLine &line) {
    int via = find_target(set, line);
    if (via < 0) {
      why_.set(fd::name_of(set), " watches a file that was descriptor ",
               line.target, " and that this process does not have any more; "
               "remove it from the set (EPOLL_CTL_DEL) before closing it");
      return false;
    }
    if (count_ == all_.size) {
      why_.set(fd::name_of(set), " watches more than it did a moment ago");
      return false;
    }
    all_[count_++] = {set, line.target, via, line.events, line.data};
    return true;
  }

  bool is_target(int set, const proc::WatchLine &line, int number) {
    i32 pid = sys::getpid();
    kcmp_epoll_slot slot = {static_cast<u32>(set),
                            static_cast<u32>(line.target), toff(line)};
    SysResult order =
        sys::kcmp(pid, pid, KCMP_EPOLL_TFD, static_cast<u64>(number),
                  reinterpret_cast<u64>(&slot));
    if (order.ok())
      return order.value() == 0;
    // Without kcmp: the file under the same number, by its inode.
    const image::Descriptor *d = find(number);
    return number == line.target && d && line.has_file &&
           d->inode == line.inode;
  }

  // Which of several files that were added under one number: those in front.
  u32 toff(const proc::WatchLine &line) const {
    u32 same = 0;
    for (size_t i = count_; i && all_[i - 1].number == all_[count_].number; --i)
      same += all_[i - 1].target == line.target;
    return same;
  }

  const image::Descriptor *find(int number) const {
    return image::find_descriptor(
        {to_.descriptors.data, to_.descriptors.size}, number);
  }

  int find_target(int set, const proc::WatchLine &line) {
    if (count_ < all_.size)
      all_[count_].number = set; // for toff
    if (find(line.target) && is_target(set, line, line.target))
      return line.target;
    for (const image::Descriptor &d : to_.descriptors)
      if ((!line.has_file || d.inode == line.inode) &&
          is_target(set, line, d.number))
        return d.number;
    return -1;
  }

  Snapshot &to_;
  Reason &why_;
  Span<image::Watch> all_;
  size_t count_ = 0;
};

} // namespace

bool read_watches(Snapshot &snapshot, Reason &why) {
  WatchReader reader(snapshot, why);
  for (const image::Descriptor &d : snapshot.descriptors)
    if (d.kind == image::FdKind::kEpoll && d.shares < 0 &&
        !reader.read(d.number))
      return false;
  snapshot.watches.size = reader.count();
  return true;
}

u64 count_watches(int number) {
  Reason unused;
  u64 count = 0;
  proc::ObjectInfo info;
  if (!read_object(number, info, unused, [&](const proc::WatchLine &) {
        ++count;
        return true;
      }))
    return 0;
  return count;
}

} // namespace ckpt
