// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One page of the program's memory: whether it is there, and whether it is zero.
// Phase: signal.
#pragma once
#include <asm/errno.h>

#include "runtime/ckpt/own_memory.h"

namespace ckpt {

// A page past the end of its file cannot be read (SIGBUS); write(2) reports
// it as EFAULT instead.
inline bool page_readable(int scratch_fd, u64 page) {
  return sys::pwrite(scratch_fd, reinterpret_cast<void *>(page), 1, 0)
             .error() != EFAULT;
}

// Needs: it can be read.
inline bool page_is_zero(u64 page) {
  const u64 *words = reinterpret_cast<const u64 *>(page);
  for (size_t i = 0; i < kPageSize / 8; i += 8) {
    u64 any = words[i] | words[i + 1] | words[i + 2] | words[i + 3] |
              words[i + 4] | words[i + 5] | words[i + 6] | words[i + 7];
    if (any)
      return false;
  }
  return true;
}

// A page of a file: it may be gone, or its disk may fail.
inline bool file_page_is_zero(u64 page) {
  alignas(64) u8 copy[kPageSize];
  return read_memory(page, copy, sizeof copy) &&
         page_is_zero(reinterpret_cast<u64>(copy));
}

} // namespace ckpt
