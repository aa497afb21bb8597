// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/epoll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int epoll_pwait(int fd, struct epoll_event *events, int most,
                           int timeout, const sigset_t *set) {
  shim::WaitMask wait(set);
  u64 deadline = 0;
  if (timeout > 0)
    deadline = shim::deadline_in(shim::word(timeout) * shim::kMillisecond);
  shim::CancellationPoint here;
  return shim::answer(shim::undisturbed(
      deadline,
      [&](u64 at) {
        return __ckpt_timed_call(at, SYS_epoll_pwait, shim::word(fd),
                                 shim::word(events), shim::word(most),
                                 shim::word(timeout), shim::word(wait.pointer()),
                                 shim::kSigsetSize);
      },
      [&](u64 at) { timeout = shim::milliseconds_until(at, timeout); }));
}
