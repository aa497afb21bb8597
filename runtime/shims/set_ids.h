// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What setuid(2) and its kin share.
// Phase: normal.
#pragma once
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/abi/set_ids.h"
#include "runtime/ckpt/tids.h"
#include "runtime/shims/real.h"

namespace ckpt::shim {

template <class T> u64 id_word(T value) { return (u64)value; }

// By libc as long as the ids that it keeps are the kernel's.
template <class Libc>
int set_ids(Libc libc, u64 number, u64 a, u64 b = 0, u64 c = 0) {
  if (__builtin_expect(!__ckpt_life, 1))
    return libc();
  i64 result = __ckpt_set_ids(number, a, b, c);
  if (result > 0)
    return libc();
  if (result == 0)
    return 0;
  errno = static_cast<int>(-result);
  return -1;
}

} // namespace ckpt::shim
