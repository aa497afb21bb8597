// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <pthread.h>

#include "runtime/shims/deadline.h"
#include "runtime/shims/real.h"

using namespace ckpt;

using Function = int(pthread_rwlock_t *l, clockid_t clock, const struct timespec *until);
CKPT_REAL(Function, pthread_rwlock_clockwrlock, ___pthread_rwlock_clockwrlock)

namespace {

// Not inlined: the way of other clocks needs no stack.
[[gnu::noinline]] int on_moved_clock(pthread_rwlock_t *l, clockid_t clock, const struct timespec *until) {
  shim::KernelDeadline deadline(clock, until);
  return next(l, clock, deadline.get());
}

} // namespace

extern "C" int pthread_rwlock_clockwrlock(pthread_rwlock_t *l, clockid_t clock, const struct timespec *until) noexcept {
  if (is_moved_clock(clock))
    return on_moved_clock(l, clock, until);
  return next(l, clock, until);
}
