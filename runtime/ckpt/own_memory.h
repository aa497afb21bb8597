// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory of the program, without a fault where it cannot be read or written.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/sys/calls.h"

namespace ckpt {

struct Vector { // struct iovec
  u64 base;
  size_t size;
};

inline bool copy_memory(u64 call, u64 at, const void *local, size_t size) {
  Vector here = {reinterpret_cast<u64>(local), size}, there = {at, size};
  // By the thread: the process may have lost its first one, and its memory with it.
  return sys::call(call, sys::gettid(), &here, 1, &there, 1, 0).value() ==
         static_cast<i64>(size);
}

[[nodiscard]] inline bool read_memory(u64 at, void *to, size_t size) {
  return copy_memory(__NR_process_vm_readv, at, to, size);
}

[[nodiscard]] inline bool write_memory(u64 at, const void *from, size_t size) {
  return copy_memory(__NR_process_vm_writev, at, from, size);
}

} // namespace ckpt
