// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <time.h>

#include "runtime/shims/real.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

using Function = int(clockid_t clock, struct timespec *resolution);
CKPT_REAL(Function, clock_getres, __clock_getres)

extern "C" int clock_getres(clockid_t clock, struct timespec *resolution) noexcept {
  return next(shim::clock_here(clock), resolution);
}
