// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int pthread_sigqueue(pthread_t thread, int sig,
                                const union sigval value) noexcept {
  if (shim::is_libc_signal(sig))
    return EINVAL;
  return shim::in_one_life([&] {
    i32 id = shim::real_id(thread);
    return id ? shim::error_of(shim::queue_signal_to(id, sig, value)) : ESRCH;
  });
}
