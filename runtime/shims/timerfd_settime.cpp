// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/timerfd.h>

#include "runtime/shims/deadline.h"

using namespace ckpt;

extern "C" int timerfd_settime(int fd, int flags, const struct itimerspec *to,
                               struct itimerspec *old) noexcept {
  auto tell = [=](const struct itimerspec *what) {
    return shim::system_call(SYS_timerfd_settime, static_cast<u64>(fd),
                          static_cast<u64>(flags), reinterpret_cast<u64>(what),
                          reinterpret_cast<u64>(old), 0, 0);
  };
  bool until = to && (flags & TFD_TIMER_ABSTIME);
  i64 set = until ? shim::set_absolute_timer(
                        to, [=] { return __ckpt_timerfd_clock(fd); }, tell)
                  : tell(to);
  if (set == 0)
    return 0;
  errno = static_cast<int>(-set);
  return -1;
}
