// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int sigignore(int sig) noexcept {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_IGN;
  return sigaction(sig, &action, nullptr);
}
