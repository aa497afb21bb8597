// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int pthread_sigmask(int how, const sigset_t *set,
                               sigset_t *old) noexcept {
  return shim::change_mask(how, set, old);
}
