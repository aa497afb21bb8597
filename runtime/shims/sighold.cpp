// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int sighold(int sig) noexcept {
  sigset_t one;
  sigemptyset(&one);
  if (sigaddset(&one, sig) < 0)
    return -1;
  return sigprocmask(SIG_BLOCK, &one, nullptr);
}
