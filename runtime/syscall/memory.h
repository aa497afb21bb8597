// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's memory as a system call sees it: EFAULT, not a fault.
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/errno.h>

#include "runtime/ckpt/own_memory.h"
#include "runtime/sys/memory.h"

namespace ckpt::syscall {

// How many bytes could be read: up to the end of what is mapped.
inline i64 copy_some(u64 call, u64 at, const void *local, size_t size) {
  Vector here = {reinterpret_cast<u64>(local), size}, there = {at, size};
  return sys::call(call, sys::gettid(), &here, 1, &there, 1, 0).value();
}

// Filters of containers may forbid the call; then a bad address is a fault.
inline bool is_forbidden(i64 result) {
  return result == -EPERM || result == -ENOSYS;
}

[[nodiscard]] inline bool copy_in(u64 at, void *to, size_t size) {
  i64 n = copy_some(__NR_process_vm_readv, at, to, size);
  if (is_forbidden(n))
    memcpy(to, reinterpret_cast<const void *>(at), size);
  return is_forbidden(n) || n == static_cast<i64>(size);
}

[[nodiscard]] inline bool copy_out(u64 at, const void *from, size_t size) {
  i64 n = copy_some(__NR_process_vm_writev, at, from, size);
  if (is_forbidden(n))
    memcpy(reinterpret_cast<void *>(at), from, size);
  return is_forbidden(n) || n == static_cast<i64>(size);
}

// A string and its NUL, if they fit; else what fits.  0: not readable.
inline size_t copy_text(u64 at, char *to, size_t size) {
  size_t have = 0;
  while (have < size) {
    u64 from = at + have;
    size_t piece = min<u64>(size - have, page_down(from) + kPageSize - from);
    if (!copy_in(from, to + have, piece))
      return 0;
    for (size_t end = have + piece; have < end;)
      if (!to[have++])
        return have;
  }
  return have;
}

} // namespace ckpt::syscall
