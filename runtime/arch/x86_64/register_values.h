// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Follows constants and copies through straight-line code: what the low 32
// bits of each register are made of.  Pure.
// Phase: any.
// Never: keeps a value past an instruction that it does not know.
#pragma once
#include "runtime/arch/x86_64/call_number.h"
#include "runtime/arch/x86_64/instruction.h"

namespace ckpt::arch {

class RegisterValues {
public:
  // What `reg` holds, in terms of constants and of other registers' and the
  // memory's present content.
  const CallNumber &of(u8 reg) const { return values_[reg].content; }

  void step(const Instruction &code, u64 at);
  void forget_all();
  // A jump from `from` may lead here: only what held there already holds.
  void forget_since(u64 from);

private:
  struct Value {
    CallNumber content;
    u64 since = 0;
  };

  void set(u8 reg, CallNumber content);
  void forget(u8 reg);
  void forget_memory();
  void copy(u8 to, u8 from);
  void load(u8 to, const Instruction &code);
  void write_rm(const Instruction &code);
  void write_byte_rm(const Instruction &code);
  void arithmetic(const Instruction &code);
  bool step_moves(const Instruction &code);
  bool step_stack(const Instruction &code);
  bool step_groups(const Instruction &code);
  bool step_two_byte(const Instruction &code);

  Value values_[16];
  CallNumber pushed_; // by the instruction before
  u64 at_ = 0;
  u64 next_ = 0;
};

} // namespace ckpt::arch
