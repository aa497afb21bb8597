// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System calls that report EINTR whatever SA_RESTART says (signal(7)).  A
// checkpoint must not show, so the call is made again.
// Phase: signal.
#pragma once
#include "runtime/arch/x86_64/frame.h"

namespace ckpt::arch {

// If `context` was interrupted in such a call, moves it back before the system
// call instruction with the number in rax again.  Only where the number is
// known: it was loaded by "mov $number, %eax" just before the instruction, as
// in libc's wrappers, or left below the stack by the shim of syscall(3).
// True if it did.
bool rewind_interrupted_call(struct sigcontext &context);

// Undoes it: the call reports EINTR after all.
void report_interrupted_call(struct sigcontext &context);

} // namespace ckpt::arch
