// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/register_values.h"

namespace ckpt::arch {

namespace {

bool depends_on(const CallNumber &value, u8 reg) {
  return (value.kind == CallNumber::kRegister ||
          value.kind == CallNumber::kMemory) &&
         value.reg == reg;
}

CallNumber constant(i64 value) {
  return {CallNumber::kConstant, 0, value};
}

// Moves and arithmetic of SSE and AVX that change no general register.
bool vector_only(const Instruction &code) {
  u8 op = code.opcode;
  return code.map == 1 &&
         ((op >= 0x10 && op <= 0x17) || op == 0x28 || op == 0x29 ||
          op == 0x2b || op == 0x2e || op == 0x2f ||
          (op >= 0x51 && op <= 0x70) || (op >= 0x74 && op <= 0x77) ||
          op == 0x7f || op == 0xd6 || op == 0xdb || op == 0xe7 ||
          op == 0xeb || op == 0xef || (op == 0x7e && code.repeat));
}

} // namespace

void RegisterValues::set(u8 reg, CallNumber content) {
  forget(reg);
  if (!depends_on(content, reg))
    values_[reg] = {content, at_};
}

void RegisterValues::forget(u8 reg) {
  for (Value &value : values_)
    if (depends_on(value.content, reg))
      value.content = {};
  values_[reg].content = {};
}

void RegisterValues::forget_memory() {
  for (Value &value : values_)
    if (value.content.kind == CallNumber::kMemory)
      value.content = {};
}

void RegisterValues::forget_all() {
  for (Value &value : values_)
    value.content = {};
  pushed_ = {};
}

void RegisterValues::forget_since(u64 from) {
  for (Value &value : values_)
    if (value.since >= from)
      value.content = {};
  pushed_ = {};
}

void RegisterValues::copy(u8 to, u8 from) {
  CallNumber content = of(from);
  if (content.kind == CallNumber::kUnknown)
    content = {CallNumber::kRegister, from, 0};
  if (to != from)
    set(to, content);
}

void RegisterValues::load(u8 to, const Instruction &code) {
  if (code.moved || code.indexed)
    return forget(to);
  CallNumber content = {CallNumber::kMemory, code.base, code.displacement};
  if (code.base == kRip) {
    content.reg = kNoRegister;
    content.value += static_cast<i64>(next_);
  }
  set(to, content);
}

void RegisterValues::write_rm(const Instruction &code) {
  if (code.memory)
    forget_memory();
  else
    forget(code.rm);
}

// Without REX 4 to 7 are the second bytes of 0 to 3.
void RegisterValues::write_byte_rm(const Instruction &code) {
  write_rm(code);
  if (!code.memory)
    forget(code.rm & 3);
}

// 00 to 3d: add, or, adc, sbb, and, sub, xor, cmp.
void RegisterValues::arithmetic(const Instruction &code) {
  u8 operation = code.opcode >> 3, form = code.opcode & 7;
  if (operation == 7)
    return;
  bool clears = (operation == 5 || operation == 6) && !code.memory &&
                code.reg == code.rm && !code.short_operand;
  if (clears && (form == 1 || form == 3))
    return set(code.reg, constant(0));
  if (form >= 4)
    return forget(kRax);
  if (form == 1)
    return write_rm(code);
  if (form == 0)
    return write_byte_rm(code);
  forget(code.reg);
  if (form == 2)
    forget(code.reg & 3);
}

bool RegisterValues::step_moves(const Instruction &code) {
  u8 op = code.opcode;
  bool whole = !code.short_operand;
  if (op < 0x40) {
    arithmetic(code);
  } else if (op == 0x89 && !code.memory && whole) {
    copy(code.rm, code.reg);
  } else if ((op == 0x8b || (op == 0x63 && code.wide)) && whole) {
    if (code.memory)
      load(code.reg, code);
    else
      copy(code.reg, code.rm);
  } else if (op >= 0xb8 && op <= 0xbf && whole) {
    set(code.rm, constant(code.immediate));
  } else if (op == 0xc7 && !code.memory && whole) {
    set(code.rm, constant(code.immediate));
  } else if (op == 0x89 || op == 0xc7) {
    write_rm(code);
  } else if (op == 0x88 || op == 0xc6) {
    write_byte_rm(code);
  } else if (op == 0x8b || op == 0x63 || op == 0x8d || op == 0x69 ||
             op == 0x6b) {
    forget(code.reg);
  } else if (op == 0x8a) {
    forget(code.reg);
    forget(code.reg & 3);
  } else if (op >= 0xb0 && op <= 0xbf) {
    forget(code.rm);
    forget(code.rm & 3);
  } else {
    return false;
  }
  return true;
}

// What is pushed is kept for a pop that follows at once.
bool RegisterValues::step_stack(const Instruction &code) {
  u8 op = code.opcode;
  bool push_number = op == 0x68 || op == 0x6a;
  bool push = (op >= 0x50 && op <= 0x57) || push_number;
  bool pop = op >= 0x58 && op <= 0x5f;
  if (!push && !pop)
    return false;
  CallNumber taken = pushed_;
  forget(kRsp);
  if (push)
    forget_memory();
  if (pop)
    set(code.rm, taken);
  pushed_ = {};
  if (push_number && !code.short_operand)
    pushed_ = constant(code.immediate);
  return true;
}

bool RegisterValues::step_groups(const Instruction &code) {
  u8 op = code.opcode, operation = code.reg & 7;
  if (op == 0x80 || op == 0x81 || op == 0x83) {
    if (operation == 7)
      return true;
    write_byte_rm(code);
  } else if (op == 0x84 || op == 0x85 || op == 0xa8 || op == 0xa9) {
    return true;
  } else if (op == 0xc0 || op == 0xc1 || (op & 0xfc) == 0xd0) {
    write_byte_rm(code);
  } else if (op == 0xf6 || op == 0xf7) {
    if (operation >= 4) {
      forget(kRax);
      forget(kRdx);
    } else if (operation >= 2) {
      write_byte_rm(code);
    }
  } else if ((op == 0xfe || op == 0xff) && operation < 2) {
    write_byte_rm(code);
  } else if (op == 0x90) {
    return code.rm == kRax; // else xchg
  } else if (op == 0x98) {
    if (!code.wide)
      forget(kRax);
  } else if (op == 0x99) {
    forget(kRdx);
  } else {
    return (op & 0xf0) == 0x70;
  }
  return true;
}

bool RegisterValues::step_two_byte(const Instruction &code) {
  u8 op = code.opcode;
  if (op == 0x05) { // an earlier call
    forget(kRax);
    forget(kRcx);
    forget(11);
    forget_memory();
  } else if (op == 0x1f || op == 0x18 || op == 0x0d ||
             (op & 0xf0) == 0x80) {
    return true;
  } else if (op == 0x1e) {
    forget(code.memory ? u8{kRax} : code.rm);
  } else if ((op & 0xf0) == 0x40 || op == 0xaf || op == 0xb6 || op == 0xb7 ||
             op == 0xbe || op == 0xbf || op == 0xbc || op == 0xbd) {
    forget(code.reg);
  } else if ((op & 0xf0) == 0x90) {
    write_byte_rm(code);
  } else if (op == 0xba || op == 0xa3) {
    write_rm(code);
  } else if (op == 0x7e && !code.repeat) {
    write_rm(code);
  } else {
    return false;
  }
  return true;
}

void RegisterValues::step(const Instruction &code, u64 at) {
  at_ = at;
  next_ = at + code.size;
  bool known = false;
  if (vector_only(code)) {
    forget_memory();
    known = true;
  } else if (!code.vector && code.map == 0) {
    if (step_stack(code))
      return;
    known = step_moves(code) || step_groups(code);
  } else if (!code.vector && code.map == 1) {
    known = step_two_byte(code);
  }
  pushed_ = {};
  if (!known)
    forget_all();
}

} // namespace ckpt::arch
