// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// signal(2) in its two styles, made from sigaction(2), where they differ only
// in flags (signal(2), "Portability").
// Phase: normal, signal.
#pragma once
#include "runtime/shims/shim.h"

#pragma GCC visibility push(hidden)
// The signals whose handlers signal(3) installs without SA_RESTART, by
// siginterrupt(3).
extern "C" ckpt::u64 __ckpt_interrupting;
#pragma GCC visibility pop

namespace ckpt::shim {

inline sighandler_t with_flags(int sig, sighandler_t handler, int flags,
                               bool mask_itself) {
  if (is_reserved(sig))
    return remember_handler(sig, handler);
  struct sigaction action, old;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  if (handler == SIG_ERR || sig < 1 || sig > 64) {
    errno = EINVAL;
    return SIG_ERR;
  }
  if (mask_itself)
    sigaddset(&action.sa_mask, sig);
  return sigaction(sig, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}

inline sighandler_t bsd_style(int sig, sighandler_t handler) {
  bool interrupts = sig >= 1 && sig <= 64 && __ckpt_interrupting >> (sig - 1) & 1;
  return with_flags(sig, handler, interrupts ? 0 : SA_RESTART, true);
}

inline sighandler_t sysv_style(int sig, sighandler_t handler) {
  return with_flags(sig, handler, static_cast<int>(SA_RESETHAND) | SA_NODEFER,
                    false);
}

} // namespace ckpt::shim
