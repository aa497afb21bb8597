// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int sigwait(const sigset_t *set, int *sig) {
  u64 mask = shim::to_mask(set) & ~__ckpt_reserved_mask() & ~shim::kLibcSignals;
  int kept = errno;
  long got;
  shim::CancellationPoint here;
  do
    got = syscall(SYS_rt_sigtimedwait, &mask, nullptr, nullptr,
                  shim::kSigsetSize);
  while (got < 0 && errno == EINTR);
  int error = got < 0 ? errno : 0;
  errno = kept;
  if (!error)
    *sig = static_cast<int>(got);
  return error;
}
