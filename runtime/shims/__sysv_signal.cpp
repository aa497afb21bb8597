// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/signal_styles.h"

using namespace ckpt;

extern "C" sighandler_t __sysv_signal(int sig, sighandler_t handler) noexcept {
  return shim::sysv_style(sig, handler);
}
