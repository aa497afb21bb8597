// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's memory as a system call sees it: EFAULT, not a fault.
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/errno.h>

#include "runtime/ckpt/own_memory.h"
#include "runtime/sys/memory.h"

namespace ckpt::syscall {

inline i64 copy_by_thread(i32 tid, u64 call, u64 at, const void *local,
                          size_t size) {
  Vector here = {reinterpret_cast<u64>(local), size}, there = {at, size};
  return sys::call(call, tid, &here, 1, &there, 1, 0).value();
}

// The thread has another number after a restart, and the old one may be anybody's
// by then.  What was read by it is read again.
inline i64 read_some(u64 at, void *to, size_t size) {
  for (;;) {
    i32 tid = sys::gettid();
    i64 n = copy_by_thread(tid, __NR_process_vm_readv, at, to, size);
    if (tid == sys::gettid())
      return n;
  }
}

// And nothing may be written by it: no request is served in between.
inline i64 write_some(u64 at, const void *from, size_t size) {
  constexpr int kSetMask = 2; // SIG_SETMASK
  u64 all = ~0ull, before = 0;
  sys::rt_sigprocmask(kSetMask, &all, &before).ignore();
  i64 n = copy_by_thread(sys::gettid(), __NR_process_vm_writev, at, from, size);
  sys::rt_sigprocmask(kSetMask, &before, nullptr).ignore();
  return n;
}

// Filters of containers may forbid the call; then a bad address is a fault.
inline bool is_forbidden(i64 result) {
  return result == -EPERM || result == -ENOSYS;
}

[[nodiscard]] inline bool copy_in(u64 at, void *to, size_t size) {
  i64 n = read_some(at, to, size);
  if (is_forbidden(n))
    memcpy(to, reinterpret_cast<const void *>(at), size);
  return is_forbidden(n) || n == static_cast<i64>(size);
}

[[nodiscard]] inline bool copy_out(u64 at, const void *from, size_t size) {
  i64 n = write_some(at, from, size);
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
