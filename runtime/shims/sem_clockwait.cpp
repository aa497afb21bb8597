// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <semaphore.h>

#include "runtime/shims/deadline.h"
#include "runtime/shims/real.h"

using namespace ckpt;

using Function = int(sem_t *s, clockid_t clock, const struct timespec *until);
CKPT_REAL(Function, sem_clockwait, ___sem_clockwait)

extern "C" int sem_clockwait(sem_t *s, clockid_t clock, const struct timespec *until) {
  return shim::wait_by_clock<next>(s, clock, until);
}
