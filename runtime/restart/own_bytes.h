// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// This process's memory by address, where a load or store could fault: it shows
// a file, and somebody may have cut that.
// Phase: pre-libc.
#pragma once
#include <linux/uio.h>

#include "runtime/ckpt/own_memory.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

// Whether one page holds these bytes.
inline bool same_bytes(u64 at, const u8 *bytes) {
  u8 page[kPageSize];
  return read_memory(at, page, sizeof page) &&
         memcmp(page, bytes, sizeof page) == 0;
}

// Writes one page.
inline SysResult put_bytes(u64 at, const u8 *bytes) {
  iovec from = {const_cast<u8 *>(bytes), kPageSize};
  iovec to = {reinterpret_cast<void *>(at), kPageSize};
  return sys::call(__NR_process_vm_writev, sys::getpid(), &from, 1, &to, 1, 0);
}

} // namespace ckpt::restart
