// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// poll(2) in a program that is compiled with -D_FORTIFY_SOURCE.
#include <poll.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" [[noreturn]] void __chk_fail();

extern "C" int __poll_chk(struct pollfd *fds, nfds_t count, int timeout,
                          size_t room) {
  if (room / sizeof *fds < count)
    __chk_fail();
  struct timespec left = {timeout / 1000, timeout % 1000 * 1000000};
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_ppoll, fds, count,
                                  timeout < 0 ? nullptr : &left, nullptr,
                                  shim::kSigsetSize));
}
