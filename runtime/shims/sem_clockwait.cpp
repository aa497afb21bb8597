// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <semaphore.h>

#include "runtime/shims/deadline.h"
#include "runtime/shims/real.h"

using namespace ckpt;

using Function = int(sem_t *s, clockid_t clock, const struct timespec *until);
CKPT_REAL(Function, sem_clockwait, ___sem_clockwait)

namespace {

// Not inlined: the way of other clocks needs no stack.
[[gnu::noinline]] int on_moved_clock(sem_t *s, clockid_t clock, const struct timespec *until) {
  shim::KernelDeadline deadline(clock, until);
  return next(s, clock, deadline.get());
}

} // namespace

extern "C" int sem_clockwait(sem_t *s, clockid_t clock, const struct timespec *until) {
  if (is_moved_clock(clock))
    return on_moved_clock(s, clock, until);
  return next(s, clock, until);
}
