// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function on another stack.  No unwinder gets through: needs every signal
// blocked.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

// top: the stack's end, a multiple of 16.
inline void call_on_stack(u64 top, void (*function)(void *), void *argument) {
  asm volatile("mov %%rsp, %%rbx\n\t"
               "mov %[top], %%rsp\n\t"
               "call *%[function]\n\t"
               "mov %%rbx, %%rsp"
               : "+D"(argument)
               : [top] "r"(top), [function] "a"(function)
               : "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "cc",
                 "memory");
}

} // namespace ckpt::arch
