// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <pthread.h>

#include "runtime/shims/deadline.h"
#include "runtime/shims/real.h"

using namespace ckpt;

using Function = int(pthread_rwlock_t *l, clockid_t clock, const struct timespec *until);
CKPT_REAL(Function, pthread_rwlock_clockwrlock, ___pthread_rwlock_clockwrlock)

extern "C" int pthread_rwlock_clockwrlock(pthread_rwlock_t *l, clockid_t clock, const struct timespec *until) noexcept {
  return shim::wait_by_clock<next>(l, clock, until);
}
