// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel tells what is left of a timer, but not whether it was set to a
// time of day: that is remembered here.  A time of another clock is put on the
// kernel's.
#include "runtime/shims/deadline.h"

#include <time.h>

#include "runtime/abi/timers.h"

using namespace ckpt;

extern "C" int timer_settime(timer_t timer, int flags,
                             const struct itimerspec *to,
                             struct itimerspec *old) noexcept {
  i64 number = __ckpt_timer_number(reinterpret_cast<i64>(timer));
  auto tell = [=](const struct itimerspec *what) {
    return shim::system_call(SYS_timer_settime, static_cast<u64>(number),
                          static_cast<u64>(flags), reinterpret_cast<u64>(what),
                          reinterpret_cast<u64>(old), 0, 0);
  };
  bool until = to && (flags & TIMER_ABSTIME);
  i64 set = until ? shim::set_absolute_timer(
                        to, [=] { return __ckpt_timer_clock(static_cast<i32>(number)); }, tell)
                  : tell(to);
  if (set == 0) {
    __ckpt_timer_set(static_cast<i32>(number), flags & TIMER_ABSTIME);
    return 0;
  }
  errno = static_cast<int>(-set);
  return -1;
}
