// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/probe.h"

#include <asm/errno.h>
#include <linux/futex.h>

#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

// EAGAIN: it is there, and another value.  Nothing is woken and nothing moved.
SysResult compare(u64 address, i32 value) {
  return sys::call(__NR_futex, address, FUTEX_CMP_REQUEUE_PRIVATE, 0, 0,
                   address, static_cast<u32>(value));
}

} // namespace

bool word_is(u64 address, i32 value) {
  return address && address % 4 == 0 && compare(address, value).ok();
}

bool can_read(u64 address, u64 size) {
  if (!address || address % 4)
    return false;
  for (u64 at = address; at < address + size;
       at = at + 4 == address + size ? at + 4
                                     : min(page_down(at) + kPageSize,
                                           address + size - 4)) {
    SysResult done = compare(at, 0);
    if (!done.ok() && done.error() != EAGAIN)
      return false;
  }
  return true;
}

bool can_write_word(u64 address) {
  // Adds 0 to the word.
  return address && address % 4 == 0 &&
         sys::call(__NR_futex, address, FUTEX_WAKE_OP_PRIVATE, 0, 0, address,
                   FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 0))
             .ok();
}

} // namespace ckpt
