// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event counters, timers, signalfds, and what epoll sets watch.
#include <asm/errno.h>
#include <linux/eventpoll.h>
#include <linux/time.h>

#include "runtime/abi/shown_number.h"
#include "runtime/ckpt/rearm.h"
#include "runtime/fd/child.h"
#include "runtime/image/decode.h"
#include "runtime/restart/objects.h"

namespace ckpt::restart {

namespace {

constexpr u64 kSecond = 1000000000; // in nanoseconds
constexpr int kOptions = O_CLOEXEC | O_NONBLOCK;
constexpr int kSemaphore = 1; // EFD_SEMAPHORE
constexpr u64 kSetTicks = 0x40085400; // TFD_IOC_SET_TICKS, linux/timerfd.h
constexpr u32 kAnyEvent = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP |
                          EPOLLRDNORM | EPOLLWRNORM | EPOLLRDBAND |
                          EPOLLWRBAND | EPOLLMSG | EPOLLERR | EPOLLHUP;

struct TimerSetting { // struct __kernel_itimerspec
  __kernel_timespec interval, value;
};

bool keep(const SysResult &result, StringView what, Made &made, Reason &why) {
  if (result.ok())
    made.first = result.fd() + 1;
  else
    why.set("no ", what, " can be made (errno ", result.error(), ")");
  return result.ok();
}

__kernel_timespec time_of(u64 nanoseconds) {
  return {static_cast<i64>(nanoseconds / kSecond),
          static_cast<i64>(nanoseconds % kSecond)};
}

SysResult control(int set, int what, int target, u32 events, u64 data) {
  struct epoll_event event = {events, data};
  return sys::call(__NR_epoll_ctl, set, what, target, &event);
}

// One that has fired (EPOLLONESHOT) is asked for nothing.  The kernel adds
// errors and hang-ups to whatever is added, so it is let fire, alone in its
// set, with anything that the file is ready for.  One that is ready for nothing
// stays watched for an error or hang-up.
void disarm(int set, const image::Watch &watch, int target) {
  struct epoll_event event;
  __kernel_timespec none = {};
  u32 events = (watch.events | kAnyEvent) & ~u32{EPOLLET};
  if (control(set, EPOLL_CTL_MOD, target, events, watch.data).ok())
    sys::call(__NR_epoll_pwait2, set, &event, 1, &none, nullptr, 8).ignore();
  control(set, EPOLL_CTL_MOD, target, watch.events & ~kAnyEvent, watch.data)
      .ignore();
}

bool add_here(const image::Watch &watch, Reason &why) {
  SysResult added = control(watch.number, EPOLL_CTL_ADD, watch.target,
                            watch.events, watch.data);
  if (!added.ok())
    why.set("descriptor ", __ckpt_shown_number(watch.target),
            " cannot be watched again by the epoll set ",
            __ckpt_shown_number(watch.number), " (errno ", added.error(), ")");
  return added.ok();
}

// In a table of its own, where that file is not missed.
bool add_in_child(const image::Watch &watch, Reason &why) {
  bool added = false;
  bool made = fd::in_child([&] {
    added = sys::dup3(watch.via, watch.target, O_CLOEXEC).ok() &&
            add_here(watch, why);
  });
  if (!made || (!added && why.empty()))
    why.set("descriptor ", __ckpt_shown_number(watch.target),
            " cannot be watched again by the epoll set ",
            __ckpt_shown_number(watch.number), " under its old number: no other is free "
            "(ulimit -n), and no process can be made that has one (ulimit -u)");
  return added;
}

// It was added under a number that is closed or another file's now: that file
// steps aside for a moment.
bool add_under_old_number(const image::Watch &watch, Reason &why) {
  SysResult aside = sys::fcntl(watch.target, F_DUPFD_CLOEXEC);
  if (aside.error() == EMFILE)
    return add_in_child(watch, why);
  SysResult flags = sys::fcntl(watch.target, F_GETFD);
  SysResult there = sys::dup3(watch.via, watch.target, O_CLOEXEC);
  if (!there.ok()) {
    why.set("descriptor ", watch.target, " cannot be used here (errno ",
            there.error(), "); raise the limit of open files (ulimit -n)");
    return false;
  }
  bool added = add_here(watch, why);
  if (!aside.ok()) {
    sys::close(watch.target).ignore();
    return added;
  }
  sys::dup3(aside.fd(), watch.target,
            flags.value() & FD_CLOEXEC ? O_CLOEXEC : 0)
      .ignore();
  sys::close(aside.fd()).ignore();
  return added;
}

} // namespace

bool make_counter(const image::Content &content, Made &made, Reason &why) {
  int semaphore = content.flags & image::kSemaphore ? kSemaphore : 0;
  if (!keep(sys::call(__NR_eventfd2, 0, kOptions | semaphore), "event counter",
            made, why))
    return false;
  u64 counter = content.value[0];
  return !counter ||
         sys::write(made.first - 1, &counter, sizeof counter).ok();
}

bool make_timer(const image::Content &content, Made &made, Reason &why) {
  return keep(sys::call(__NR_timerfd_create, content.value[0], kOptions),
              "timer of a descriptor", made, why);
}

void start_timer(int fd, const image::Content &content) {
  constexpr u32 kAbsolute = 1, kCancel = 2; // TFD_TIMER_*
  u64 left = content.value[1], ticks = content.value[3];
  bool of_day = is_clock_of_day(static_cast<i32>(content.value[0]));
  u32 flags = content.flags & (of_day ? kAbsolute | kCancel : kCancel);
  // Expirations that were not read: where the kernel does not take their
  // number, one comes at once.
  TimerSetting setting = {time_of(content.value[2]), time_of(left)};
  if (left || content.value[2]) // stopped, it still tells its interval
    sys::call(__NR_timerfd_settime, fd, flags, &setting,
              nullptr)
        .ignore();
  if (!ticks || sys::ioctl(fd, kSetTicks, &ticks).ok())
    return;
  setting.value = time_of(1);
  sys::call(__NR_timerfd_settime, fd, 0, &setting, nullptr).ignore();
}

bool make_signalfd(const image::Content &content, Made &made, Reason &why) {
  u64 mask = content.value[0];
  return keep(sys::call(__NR_signalfd4, -1, &mask, sizeof mask, kOptions),
              "signalfd", made, why);
}

// The sets are filled one by one, those that have fired first: each is alone in
// its set then.
bool fill_epoll_sets(const image::View &view, Reason &why) {
  for (int armed = 0; armed <= 1; ++armed)
    for (const image::Watch &watch : view.watches) {
      bool fired = !(watch.events & kAnyEvent);
      if (fired == (armed == 1))
        continue;
      if (watch.target == watch.via ? !add_here(watch, why)
                                    : !add_under_old_number(watch, why))
        return false;
      if (fired && watch.target == watch.via)
        disarm(watch.number, watch, watch.target);
    }
  return true;
}

} // namespace ckpt::restart
