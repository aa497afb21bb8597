// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" sighandler_t sigset(int sig, sighandler_t handler) noexcept {
  sigset_t one, before;
  sigemptyset(&one);
  if (sigaddset(&one, sig) < 0)
    return SIG_ERR;
  int how = handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK;
  struct sigaction old;
  if (handler == SIG_HOLD) {
    if (sigprocmask(how, &one, &before) < 0 || sigaction(sig, nullptr, &old) < 0)
      return SIG_ERR;
  } else {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    if (sigaction(sig, &action, &old) < 0 || sigprocmask(how, &one, &before) < 0)
      return SIG_ERR;
  }
  return sigismember(&before, sig) ? SIG_HOLD : old.sa_handler;
}
