// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/signal_styles.h"

using namespace ckpt;

extern "C" int siginterrupt(int sig, int interrupt) noexcept {
  struct sigaction action;
  if (sigaction(sig, nullptr, &action) < 0)
    return -1;
  u64 bit = u64{1} << (sig - 1);
  if (interrupt) {
    __ckpt_interrupting |= bit;
    action.sa_flags &= ~SA_RESTART;
  } else {
    __ckpt_interrupting &= ~bit;
    action.sa_flags |= SA_RESTART;
  }
  return sigaction(sig, &action, nullptr);
}
