// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System calls that report EINTR whatever SA_RESTART says (signal(7)).  A
// checkpoint must not show, so the call is made again.
// Phase: signal.
#pragma once
#include "runtime/arch/x86_64/frame.h"

namespace ckpt::arch {

inline constexpr u64 kCallInstruction = 2; // bytes: 0f 05

bool is_call_instruction(const u8 *code);

// As a call leaves it behind that was interrupted.
bool reports_interruption(const struct sigcontext &context);

// By the number that the processor's instructions have for it; else 0.
u64 register_of(const struct sigcontext &context, u8 number);

// Moves `context` back before the instruction of the call that it was
// interrupted in.  True if it did: not if a call of that number would have
// been made again by the kernel.
bool rewind_interrupted_call(struct sigcontext &context, u32 number);

// Undoes it: the call reports EINTR after all.
void report_interrupted_call(struct sigcontext &context);

} // namespace ckpt::arch
