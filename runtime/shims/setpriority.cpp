// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/resource.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int setpriority(__priority_which_t which, id_t who,
                           int value) noexcept {
  i64 id = who;
  if (which == PRIO_PROCESS)
    id = __ckpt_real_tid(static_cast<i32>(who));
  return shim::with_errno(shim::call(SYS_setpriority, which,
                                     static_cast<u64>(id),
                                     static_cast<u64>(value)));
}
