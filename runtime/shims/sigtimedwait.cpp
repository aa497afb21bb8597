// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <time.h>

#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int sigtimedwait(const sigset_t *set, siginfo_t *info,
                            const struct timespec *timeout) {
  u64 mask = shim::to_mask(set) & ~__ckpt_reserved_mask() & ~shim::kLibcSignals;
  siginfo_t local;
  siginfo_t *to = info ? info : &local;
  long got = syscall(SYS_rt_sigtimedwait, &mask, to, timeout,
                            shim::kSigsetSize);
  // raise(3) sends with tgkill; POSIX programs look for SI_USER.
  if (got >= 0 && to->si_code == SI_TKILL)
    to->si_code = SI_USER;
  return static_cast<int>(got);
}
