// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A system call that a signal has interrupted, as the kernel leaves it in the
// registers, and as it is made again.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/arch/x86_64/frame.h"

namespace ckpt::arch {

inline constexpr u64 kCallInstruction = 2; // bytes: 0f 05

bool is_call_instruction(const u8 *code);

// As a call leaves it behind that only a signal of ours has interrupted.
bool reports_interruption(const struct sigcontext &context);

// By the number that the processor's instructions have for it; else 0.
u64 register_of(const struct sigcontext &context, u8 number);

void arguments_of(const struct sigcontext &context, u64 (&out)[6]);

// Moves `context` back before the instruction of the call that it was
// interrupted in.  The restorer of the program's own handlers
// (shims/restorer.S) undoes it where one of them runs first.
void rewind_interrupted_call(struct sigcontext &context, u32 number);

// That was done, and the call has not been made since.
bool is_rewound(const struct sigcontext &context);

// Undoes it, if so.
void undo_rewind(struct sigcontext &context);

// The kernel has moved `context` back before its call (SA_RESTART): or so it
// seems, since rcx may be left from the same instruction's last call.  Or
// await_handler() was done, and the call has not been made since.
bool is_restarted(const struct sigcontext &context);

// For such a one: of the program's own handlers one without SA_RESTART that runs
// before the call is made ends it (shims/restorer.S), as if it still waited.
void await_handler(struct sigcontext &context);

// For such a one: it ends with EINTR, and is not made again.
void end_restarted_call(struct sigcontext &context);

// Nobody may make it again: the program's own signal has interrupted it.
void report_interrupted_call(struct sigcontext &context);

} // namespace ckpt::arch
