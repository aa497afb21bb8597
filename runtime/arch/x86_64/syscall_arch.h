// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The system-call instruction.  Number in rax, arguments in rdi rsi rdx r10 r8
// r9, result or -errno in rax; rcx and r11 are lost (System V ABI, AMD64
// supplement A.2.1).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

inline i64 syscall6(u64 nr, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  i64 result;
  register u64 r10 asm("r10") = d;
  register u64 r8 asm("r8") = e;
  register u64 r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

// Leaves for good: entry(argument) on another stack.
[[noreturn]] inline void jump_with_stack(u64 entry, u64 argument, u64 stack) {
  asm volatile("mov %0, %%rsp\n\t"
               "xor %%ebp, %%ebp\n\t"
               "jmp *%1"
               :
               : "r"(stack), "r"(entry), "D"(argument)
               : "memory");
  __builtin_unreachable();
}

} // namespace ckpt::arch
