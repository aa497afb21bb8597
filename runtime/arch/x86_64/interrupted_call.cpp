// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/interrupted_call.h"

#include <asm/errno.h>

#include "runtime/arch/x86_64/wait_marks.h"

namespace ckpt::arch {

bool reports_interruption(const struct sigcontext &context) {
  return static_cast<i64>(context.rax) == -EINTR &&
         context.rcx != (CKPT_CALL_HANDLED ^ context.rip) &&
         context.r11 != (CKPT_CALL_HANDLED ^ context.rip);
}

bool is_call_instruction(const u8 *code) {
  return code[0] == 0x0f && code[1] == 0x05;
}

u64 register_of(const struct sigcontext &context, u8 number) {
  const u64 registers[] = {
      context.rax, context.rcx, context.rdx, context.rbx,
      context.rsp, context.rbp, context.rsi, context.rdi,
      context.r8,  context.r9,  context.r10, context.r11,
      context.r12, context.r13, context.r14, context.r15};
  return number < sizeof registers / sizeof *registers ? registers[number] : 0;
}

void arguments_of(const struct sigcontext &context, u64 (&out)[6]) {
  out[0] = context.rdi;
  out[1] = context.rsi;
  out[2] = context.rdx;
  out[3] = context.r10;
  out[4] = context.r8;
  out[5] = context.r9;
}

void rewind_interrupted_call(struct sigcontext &context, u32 number) {
  context.rax = number;
  context.rip -= kCallInstruction;
  context.rcx = CKPT_CALL_AGAIN ^ context.rip;
}

bool is_rewound(const struct sigcontext &context) {
  return context.rcx == (CKPT_CALL_AGAIN ^ context.rip);
}

void undo_rewind(struct sigcontext &context) {
  if (!is_rewound(context))
    return;
  context.rip += kCallInstruction;
  context.rax = static_cast<u64>(-EINTR);
  context.rcx = context.rip;
}

bool is_restarted(const struct sigcontext &context) {
  return context.rcx == context.rip + kCallInstruction ||
         context.rcx == (CKPT_CALL_RESTARTS ^ context.rip);
}

void await_handler(struct sigcontext &context) {
  context.rcx = CKPT_CALL_RESTARTS ^ context.rip;
}

void end_restarted_call(struct sigcontext &context) {
  context.rip += kCallInstruction;
  report_interrupted_call(context);
}

void report_interrupted_call(struct sigcontext &context) {
  context.rax = static_cast<u64>(-EINTR);
  context.rcx = CKPT_CALL_HANDLED ^ context.rip;
}

} // namespace ckpt::arch
