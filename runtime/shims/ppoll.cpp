// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <poll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int ppoll(struct pollfd *fds, nfds_t count,
                     const struct timespec *timeout, const sigset_t *set) {
  shim::WaitMask wait(set);
  // The kernel writes the time that is left; the caller's must not change.
  struct timespec left;
  if (timeout)
    left = *timeout;
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_ppoll, fds, count,
                                timeout ? &left : nullptr, wait.pointer(),
                                shim::kSigsetSize));
}
