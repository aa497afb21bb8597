// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int sched_setparam(pid_t thread,
                              const struct sched_param *param) noexcept {
  return shim::with_errno(shim::call(
      SYS_sched_setparam, __ckpt_real_tid(thread), shim::word(param)));
}
