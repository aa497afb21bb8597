// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What number a system call was made with, read off the code in front of it:
// when the call has ended the kernel has put the result into rax.  Pure.
// Phase: any.
// Never: guesses.  The code must decode the same way from 64 different starts,
// and no direct jump may lead past the instruction that loads the number.  Not
// seen: a computed jump that does.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

inline constexpr size_t kCodeBefore = 384;
inline constexpr size_t kCodeAfter = 144; // a short jump goes back 128 bytes
// Instructions this far back count.  Behind it a short jump's origin is seen.
inline constexpr size_t kCodeUsed = 88;

struct Jump {
  u64 from, to;
};

struct JumpList {
  Jump jumps[32];
  size_t count = 0;
  bool full = false; // there were more

  void add(u64 from, u64 to) {
    if (count == sizeof jumps / sizeof *jumps)
      full = true;
    else
      jumps[count++] = {from, to};
  }
};

struct CallNumber {
  enum Kind : u8 {
    kUnknown,
    kConstant, // value
    kRegister, // what `reg` holds after the call
    kMemory,   // what is at `reg` (kNoRegister: 0) + value
  };
  Kind kind = kUnknown;
  u8 reg = 0;
  i64 value = 0;
};

// code: kCodeBefore bytes in front of the system call instruction, which is at
// `call`, and what can be read from there on.  far: jumps from elsewhere.
CallNumber find_call_number(Bytes code, u64 call, const JumpList &far);

// Adds the 32-bit jumps of `code` that lead to the part of the code in front
// of `call` that counts; but for those of the code that find_call_number gets.
// Every byte may be the start of one: too many are found, never too few.
void find_far_jumps(Bytes code, u64 address, u64 call, JumpList &out);

} // namespace ckpt::arch
