// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int sigsuspend(const sigset_t *set) {
  u64 mask = shim::allowed(shim::to_mask(set));
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_rt_sigsuspend, &mask, shim::kSigsetSize));
}
