// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/select.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int pselect(int count, fd_set *in, fd_set *out, fd_set *except,
                       const struct timespec *timeout, const sigset_t *set) {
  shim::WaitMask wait(set);
  struct timespec left;
  if (timeout)
    left = *timeout;
  // The kernel takes the mask and its size through one pointer.
  struct {
    const u64 *mask;
    size_t size;
  } packed = {wait.pointer(), shim::kSigsetSize};
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_pselect6, count, in, out, except,
                                timeout ? &left : nullptr, &packed));
}
