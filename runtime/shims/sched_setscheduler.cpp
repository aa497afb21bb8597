// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int sched_setscheduler(pid_t thread, int policy,
                                  const struct sched_param *param) noexcept {
  return shim::with_errno(
      shim::call(SYS_sched_setscheduler, __ckpt_real_tid(thread),
                 static_cast<u64>(policy), shim::word(param)));
}
