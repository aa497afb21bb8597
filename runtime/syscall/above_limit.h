// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// dup3 onto a real number.  The program may have lowered its limit of open files
// below numbers that are in use, and knows them by lower ones.
// Phase: normal, signal.
#pragma once
#include <asm/errno.h>

#include "runtime/sys/calls.h"

namespace ckpt::syscall {

inline SysResult dup_above_limit(i32 from, i32 to, int flags) {
  SysResult done = sys::dup3(from, to, flags);
  rlimit64 limit = {};
  u64 wanted = static_cast<u64>(to) + 1;
  if (done.error() != EBADF ||
      !sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ok() ||
      limit.rlim_cur >= wanted || limit.rlim_max < wanted)
    return done;
  rlimit64 raised = {wanted, limit.rlim_max};
  if (!sys::prlimit(RLIMIT_NOFILE, &raised, nullptr).ok())
    return done;
  done = sys::dup3(from, to, flags);
  sys::prlimit(RLIMIT_NOFILE, &limit, nullptr).ignore();
  return done;
}

} // namespace ckpt::syscall
