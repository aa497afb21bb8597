// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Takes one instruction apart: its length, opcode and operands.  Pure.
// Phase: any.  Needs: 64-bit code; up to 15 bytes of it.
// Errors: false for what is no instruction (Intel SDM volume 2, appendix A;
// AMD's XOP and 3DNow! are not known) and for one that is cut off.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

inline constexpr size_t kLongestInstruction = 15;
inline constexpr u8 kNoRegister = 16;
inline constexpr u8 kRip = 17;
enum Register : u8 { kRax, kRcx, kRdx, kRbx, kRsp, kRbp, kRsi, kRdi };

struct Instruction {
  u8 size = 0;
  u8 map = 0; // 0: one byte, 1: 0f, 2: 0f 38, 3: 0f 3a, or VEX's and EVEX's
  u8 opcode = 0;
  bool vector = false;       // VEX or EVEX
  bool wide = false;         // 64-bit operands
  bool short_operand = false; // prefix 66
  bool repeat = false;       // prefix f3
  bool moved = false;        // a segment or 32-bit addresses
  bool memory = false;       // rm is memory: base + displacement + index
  u8 reg = kNoRegister;      // of ModRM
  u8 rm = kNoRegister;       // of ModRM, or of the opcode's low bits
  u8 base = kNoRegister;
  bool indexed = false;
  i32 displacement = 0;
  i64 immediate = 0; // of a jump: how far behind its end
};

[[nodiscard]] bool decode_instruction(Bytes code, Instruction &out);

// A direct jump, conditional or not; not a call.
bool is_jump(const Instruction &code);

} // namespace ckpt::arch
