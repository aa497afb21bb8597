// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What dispatch.S and the merged object's linker script define.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

#pragma GCC visibility push(hidden)
extern "C" {
void __ckpt_trapped();   // goes on with the trapped call
void __ckpt_call_made(); // behind the instruction that makes it
void __ckpt_direct_made(); // the same where the dispatcher is not asked
void __ckpt_sigreturn();
void __ckpt_old_call_made(); // where the call of an int 0x80 goes on
// The runtime's own code: calls from there are not the program's.
extern const char __ckpt_text_start[], __ckpt_text_end[];
extern ckpt::u8 __ckpt_dispatching; // 1: descriptors are virtual
}
#pragma GCC visibility pop
