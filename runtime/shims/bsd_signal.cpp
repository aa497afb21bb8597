// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/signal_styles.h"

using namespace ckpt;

extern "C" sighandler_t bsd_signal(int sig, sighandler_t handler) noexcept {
  return shim::bsd_style(sig, handler);
}
