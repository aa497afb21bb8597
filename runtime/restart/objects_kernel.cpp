// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event counters, timers, signalfds.
#include <asm/errno.h>
#include <linux/time.h>

#include "runtime/ckpt/rearm.h"
#include "runtime/restart/objects.h"

namespace ckpt::restart {

namespace {

constexpr u64 kSecond = 1000000000; // in nanoseconds
constexpr int kOptions = O_CLOEXEC | O_NONBLOCK;
constexpr int kSemaphore = 1; // EFD_SEMAPHORE
constexpr u64 kSetTicks = 0x40085400; // TFD_IOC_SET_TICKS, linux/timerfd.h

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

} // namespace ckpt::restart
