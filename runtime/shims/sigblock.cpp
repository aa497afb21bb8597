// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

// 4.3BSD: masks of the first 32 signals (sigvec(3)).
extern "C" int sigblock(int mask) noexcept {
  sigset_t set, old;
  shim::from_mask(static_cast<unsigned>(mask), &set);
  if (sigprocmask(SIG_BLOCK, &set, &old) < 0)
    return -1;
  return static_cast<int>(shim::to_mask(&old));
}
