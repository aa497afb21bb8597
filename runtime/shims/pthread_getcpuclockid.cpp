// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int pthread_getcpuclockid(pthread_t thread,
                                     clockid_t *clock) noexcept {
  i32 id = shim::real_id(thread);
  if (!id)
    return ESRCH;
  // The kernel's encoding (posix-timers_types.h): the clock that the scheduler
  // keeps, of one thread.
  constexpr unsigned kThread = 4, kScheduler = 2;
  *clock = static_cast<clockid_t>(~static_cast<unsigned>(id) << 3 | kThread |
                                  kScheduler);
  return 0;
}
