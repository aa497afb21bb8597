// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int sched_getscheduler(pid_t thread) noexcept {
  return shim::with_errno(
      shim::call(SYS_sched_getscheduler, __ckpt_real_tid(thread)));
}
