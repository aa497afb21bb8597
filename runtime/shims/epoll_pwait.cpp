// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/epoll.h>

#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int epoll_pwait(int fd, struct epoll_event *events, int most,
                           int timeout, const sigset_t *set) {
  shim::WaitMask wait(set);
  return static_cast<int>(syscall(SYS_epoll_pwait, fd, events, most, timeout,
                                wait.pointer(), shim::kSigsetSize));
}
