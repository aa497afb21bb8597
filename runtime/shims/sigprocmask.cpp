// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int sigprocmask(int how, const sigset_t *set,
                           sigset_t *old) noexcept {
  int error = shim::change_mask(how, set, old);
  if (!error)
    return 0;
  errno = error;
  return -1;
}
