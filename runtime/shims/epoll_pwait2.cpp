// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/epoll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

extern "C" int epoll_pwait2(int fd, struct epoll_event *events, int most,
                            const struct timespec *timeout,
                            const sigset_t *set) {
  shim::WaitMask wait(set);
  u64 deadline = 0;
  struct timespec left; // the caller's must not change
  if (timeout) {
    left = *timeout;
    deadline = shim::deadline_in(shim::nanoseconds(left));
  }
  shim::CancellationPoint here;
  return shim::answer(shim::undisturbed(
      deadline,
      [&](u64 at) {
        return __ckpt_timed_call(at, SYS_epoll_pwait2, shim::word(fd),
                                 shim::word(events), shim::word(most),
                                 shim::word(timeout ? &left : nullptr),
                                 shim::word(wait.pointer()), shim::kSigsetSize);
      },
      [&](u64 at) { shim::shorten(at, left); }));
}
