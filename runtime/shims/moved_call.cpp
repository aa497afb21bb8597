// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// syscall(3) of what is_moved_call says.
#include "runtime/shims/moved_call.h"

#include <sys/timerfd.h>

#include "runtime/shims/deadline.h"
#include "runtime/shims/timed.h"

using namespace ckpt;

namespace {

const struct timespec *time_at(u64 address) {
  return reinterpret_cast<const struct timespec *>(address);
}

const struct itimerspec *setting_at(u64 address) {
  return reinterpret_cast<const struct itimerspec *>(address);
}

struct itimerspec *old_at(u64 address) {
  return reinterpret_cast<struct itimerspec *>(address);
}

} // namespace

// The arguments lie as syscall(3) has them.
extern "C" __attribute__((visibility("hidden"))) i64
__ckpt_moved_call(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  int first = static_cast<int>(a), second = static_cast<int>(b);
  switch (number) {
  case SYS_clock_gettime:
    return clock_gettime(first, reinterpret_cast<struct timespec *>(b));
  case SYS_timer_settime:
    return timer_settime(reinterpret_cast<timer_t>(static_cast<i64>(first)),
                         second, setting_at(c), old_at(d));
  case SYS_timerfd_settime:
    return timerfd_settime(first, second, setting_at(c), old_at(d));
  case SYS_clock_nanosleep:
    if ((second & TIMER_ABSTIME) && is_moved_clock(first)) {
      shim::KernelDeadline until(first, time_at(c));
      return shim::answer(shim::timed_call(0, number, a, b,
                                           shim::word(until.get()), d, e, f));
    }
    return shim::answer(shim::timed_call(0, number, a, b, c, d, e, f));
  default: // a futex
    shim::KernelDeadline until(kMonotonicClock, time_at(d));
    return shim::answer(shim::timed_call(0, number, a, b, c,
                                         shim::word(until.get()), e, f));
  }
}
