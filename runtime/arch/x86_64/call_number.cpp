// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/call_number.h"

#include "runtime/arch/x86_64/instruction.h"
#include "runtime/arch/x86_64/register_values.h"

namespace ckpt::arch {

namespace {

constexpr size_t kStarts = 64;
// From here on all starts must have led to the same instructions.
constexpr size_t kAgreed = kCodeBefore - kCodeUsed - 136;

u64 used_from(u64 call) { return call - kCodeUsed; }

// Which bytes of the code begin an instruction.
struct Starts {
  bool at[kCodeBefore + 1] = {};
};

// The instructions from `start` on; false if they do not lead to the call.
bool walk(Bytes code, size_t start, Starts &out) {
  size_t at = start;
  while (at < kCodeBefore) {
    Instruction one;
    if (!decode_instruction(code.sub(at, code.size - at), one))
      return false;
    out.at[at] = true;
    at += one.size;
  }
  return at == kCodeBefore;
}

// Decoding from a wrong place finds the right instructions after a few wrong
// ones, or ends.
bool find_starts(Bytes code, Starts &out) {
  bool found = false;
  for (size_t start = 0; start < kStarts; ++start) {
    Starts one;
    if (!walk(code, start, one))
      continue;
    for (size_t i = kAgreed; found && i < kCodeBefore; ++i)
      if (one.at[i] != out.at[i])
        return false;
    out = one;
    found = true;
  }
  return found;
}

void add_jump(Bytes code, size_t at, u64 address, JumpList &out,
              size_t &size) {
  Instruction one;
  size = 0;
  if (!decode_instruction(code.sub(at, code.size - at), one))
    return;
  size = one.size;
  if (is_jump(one))
    out.add(address + at,
            address + at + one.size + static_cast<u64>(one.immediate));
}

void find_near_jumps(Bytes code, u64 address, const Starts &starts,
                     JumpList &out) {
  size_t size = 0;
  for (size_t at = kAgreed; at < kCodeBefore; ++at)
    if (starts.at[at])
      add_jump(code, at, address, out, size);
  for (size_t at = kCodeBefore; at < code.size; at += size) {
    add_jump(code, at, address, out, size);
    if (size)
      continue;
    out.full = out.full || code.size - at >= kLongestInstruction;
    break;
  }
}

// A jump into (last, at]: one from the code that was just followed brings what
// was known there, any other brings anything.
void land(const JumpList &jumps, u64 last, u64 at, u64 first,
          RegisterValues &values) {
  for (size_t i = 0; i < jumps.count; ++i) {
    const Jump &jump = jumps.jumps[i];
    if (jump.to <= last || jump.to > at)
      continue;
    if (jump.from >= first && jump.from < at)
      values.forget_since(jump.from);
    else
      values.forget_all();
  }
}

bool lost_by_the_call(u8 reg) {
  return reg == kRax || reg == kRcx || reg == 11;
}

} // namespace

CallNumber find_call_number(Bytes code, u64 call, const JumpList &far) {
  Starts starts;
  if (code.size < kCodeBefore + 2 || !find_starts(code, starts))
    return {};
  u64 address = call - kCodeBefore;
  JumpList jumps = far;
  find_near_jumps(code, address, starts, jumps);
  RegisterValues values;
  u64 first = used_from(call), last = first - 1;
  for (size_t i = kCodeBefore - kCodeUsed; i < kCodeBefore; ++i) {
    Instruction one;
    if (!starts.at[i] ||
        !decode_instruction(code.sub(i, code.size - i), one))
      continue;
    land(jumps, last, address + i, first, values);
    values.step(one, address + i);
    last = address + i;
  }
  land(jumps, last, call, first, values);
  CallNumber number = values.of(kRax);
  bool lost = number.kind != CallNumber::kConstant &&
              lost_by_the_call(number.reg);
  return jumps.full || lost ? CallNumber() : number;
}

void find_far_jumps(Bytes code, u64 address, u64 call, JumpList &out) {
  u64 low = used_from(call);
  for (size_t i = 0; i + 5 <= code.size; ++i) {
    bool conditional = code[i] == 0x0f && (code[i + 1] & 0xf0) == 0x80;
    size_t number = conditional ? i + 2 : i + 1;
    if (!(conditional || code[i] == 0xe9) || number + 4 > code.size)
      continue;
    u32 distance = code[number] | static_cast<u32>(code[number + 1]) << 8 |
                   static_cast<u32>(code[number + 2]) << 16 |
                   static_cast<u32>(code[number + 3]) << 24;
    u64 from = address + i;
    u64 to = address + number + 4 +
             static_cast<u64>(i64{static_cast<i32>(distance)});
    bool near = from >= call - (kCodeBefore - kAgreed) &&
                from < call + kCodeAfter;
    if (!near && to > low && to <= call)
      out.add(from, to);
  }
}

} // namespace ckpt::arch
