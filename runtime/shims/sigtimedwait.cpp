// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/timed.h"

extern "C" int sigtimedwait(const sigset_t *set, siginfo_t *info,
                            const struct timespec *timeout) {
  return ckpt::shim::take_signal(set, info, timeout);
}
