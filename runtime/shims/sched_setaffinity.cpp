// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int sched_setaffinity(pid_t thread, size_t size,
                                 const cpu_set_t *set) noexcept {
  return shim::with_errno(shim::call(SYS_sched_setaffinity,
                                     __ckpt_real_tid(thread), size,
                                     shim::word(set)));
}
