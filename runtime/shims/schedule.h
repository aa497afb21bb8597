// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What pthread_getschedparam and its kin do with a thread whose id libc does
// not know, or where libc's own cannot be reached.
// Phase: normal.
#pragma once
#include <sched.h>

#include "runtime/shims/next.h"
#include "runtime/shims/thread_id.h"

namespace ckpt::shim {

inline bool libc_knows(pthread_t thread) {
  __ckpt_ids ids;
  return !__ckpt_life || !is_renamed(thread, ids);
}

} // namespace ckpt::shim
