// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The marks that shims/syscall.S and shims/timed_call.S have behind their
// instruction: what they know of the call is in the red zone.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/ckpt/own_memory.h"
#include "runtime/sys/memory.h"

namespace ckpt {

inline constexpr u8 kPlainMark = 'L', kTimedMark = 'T';

// 0: there is none.
inline u8 mark_behind(u64 rip) {
  constexpr u8 kMark[] = {0x0f, 0x1f, 0x84, 0x00, 'C', 'A', 'L'};
  u8 code[sizeof kMark + 1];
  // What has just run can be read; the page behind it may be none.
  if (page_down(rip) == page_down(rip + sizeof code - 1))
    memcpy(code, reinterpret_cast<const void *>(rip), sizeof code);
  else if (!read_memory(rip, code, sizeof code))
    return 0;
  return memcmp(code, kMark, sizeof kMark) ? 0 : code[sizeof kMark];
}

inline bool is_timed_shim(u64 rip) { return mark_behind(rip) == kTimedMark; }

} // namespace ckpt
