// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc compares the owner with the caller, and sets the caller's priority.
#include "runtime/shims/id_mutex_calls.h"
#include "runtime/shims/real.h"

using namespace ckpt;

using Function = int(pthread_mutex_t *m, int ceiling, int *before);
CKPT_REAL(Function, pthread_mutex_setprioceiling, __pthread_mutex_setprioceiling)

extern "C" int pthread_mutex_setprioceiling(pthread_mutex_t *m, int ceiling, int *before) noexcept {
  if (!shim::has_id(m))
    return next(m, ceiling, before);
  shim::begin_real_id();
  int error;
  u32 life;
  do {
    life = shim::life();
    error = next(m, ceiling, before);
    // With the id of before a restart: it was compared, or the kernel told.
  } while ((error == ESRCH || shim::is_again(error)) && life != shim::life());
  shim::end_real_id();
  return error;
}
