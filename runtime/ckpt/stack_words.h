// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What lies near the top of a stopped thread's stack: nothing lists the records
// and frames there.
// Phase: signal.
#pragma once
#include "runtime/ckpt/own_memory.h"

namespace ckpt {

// Calls each(u64 address, u64 word) -> bool for the words from `stack_pointer`
// upwards, at most 64 KiB of them and as far as they can be read.  True: `each`
// said so, and the search ends.
template <class Each> bool find_on_stack(u64 stack_pointer, Each each) {
  constexpr u64 kDepth = 64 << 10;
  constexpr u64 kPiece = 1024; // divides a page: all of it is there, or none
  u64 words[kPiece / sizeof(u64)];
  u64 piece = stack_pointer & ~(kPiece - 1);
  for (u64 end = piece + kDepth; piece < end; piece += kPiece) {
    if (!read_memory(piece, words, sizeof words))
      return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
      u64 at = piece + i * sizeof *words;
      if (at >= stack_pointer && each(at, words[i]))
        return true;
    }
  }
  return false;
}

} // namespace ckpt
