// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/resource.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

// The kernel tells 20 less the value, since a negative result is an error.
extern "C" int getpriority(__priority_which_t which, id_t who) noexcept {
  constexpr int kZero = 20;
  i64 id = who;
  if (which == PRIO_PROCESS)
    id = __ckpt_real_tid(static_cast<i32>(who));
  i64 told = shim::call(SYS_getpriority, which, static_cast<u64>(id));
  return told < 0 ? shim::with_errno(told) : kZero - static_cast<int>(told);
}
