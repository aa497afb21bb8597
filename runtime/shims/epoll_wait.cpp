// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/epoll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int epoll_wait(int fd, struct epoll_event *events, int most,
                          int timeout) {
  u64 deadline = 0;
  if (timeout > 0)
    deadline = shim::deadline_in(shim::word(timeout) * shim::kMillisecond);
  shim::CancellationPoint here;
  return shim::answer(shim::undisturbed(
      deadline,
      [&](u64 at) {
        return __ckpt_timed_call(at, SYS_epoll_wait, shim::word(fd),
                                 shim::word(events), shim::word(most),
                                 shim::word(timeout), 0, 0);
      },
      [&](u64 at) { timeout = shim::milliseconds_until(at, timeout); }));
}
