// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Made of ppoll(2): the kernel writes the time that is left.
#include <poll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int poll(struct pollfd *fds, nfds_t count, int timeout) {
  struct timespec left = {timeout / 1000, timeout % 1000 * 1000000};
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_ppoll, fds, count,
                                  timeout < 0 ? nullptr : &left, nullptr,
                                  shim::kSigsetSize));
}
