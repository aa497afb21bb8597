// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every general register, the flags (the direction flag too), the x87 stack
// and both floating-point control words live through a checkpoint.
// RUN: %job %s %t --at-least 1 --build "gcc -O2" --build "clang -O0"
// REQUIRES: clang
#include "ckpt_test.h"

// In: rdi = pid, rsi = signal, rdx -> 16 words to load and to store.
__attribute__((naked)) static void live(long pid, long sig, uint64_t *words) {
  __asm__("push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
          "push %rdx\n"
          "mov (%rdx), %rbx; mov 8(%rdx), %rbp; mov 16(%rdx), %r8\n"
          "mov 24(%rdx), %r9; mov 32(%rdx), %r10; mov 40(%rdx), %r12\n"
          "mov 48(%rdx), %r13; mov 56(%rdx), %r14; mov 64(%rdx), %r15\n"
          "mov %rsp, %rdx; std; stc; mov $62, %eax; syscall\n"
          "pushf; cld; cmp $0, %rax; jne 1f; sub $8, %rdx\n"
          "cmp %rsp, %rdx; jne 1f; mov 8(%rsp), %rdx\n"
          "mov %rbx, (%rdx); mov %rbp, 8(%rdx); mov %r8, 16(%rdx)\n"
          "mov %r9, 24(%rdx); mov %r10, 32(%rdx); mov %r12, 40(%rdx)\n"
          "mov %r13, 48(%rdx); mov %r14, 56(%rdx); mov %r15, 64(%rdx)\n"
          "mov %rdi, 72(%rdx); mov %rsi, 80(%rdx)\n"
          "pop %rax; and $0x401, %eax; mov %rax, 88(%rdx); jmp 2f\n"
          "1: ud2\n"
          "2: pop %rdx; pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp\n"
          "pop %rbx; ret");
}

int main(void) {
  uint64_t words[12];
  for (int i = 0; i < 12; ++i)
    words[i] = 0x0123456789abcdefull * (uint64_t)(i + 3);
  uint32_t mxcsr = 0x1fc0 | 0x6000, mxcsr_after; // round to zero, DAZ
  uint16_t control = 0x0e7f, control_after;      // round up, 53 bits
  double third = 0;
  __asm__ volatile("ldmxcsr %0; fninit; fldcw %1; fldpi; fld1" ::"m"(mxcsr),
                   "m"(control));
  pid_t pid = getpid(); // another one after a restart
  live(pid, request_signal(), words);
  __asm__ volatile("stmxcsr %0; fnstcw %1" : "=m"(mxcsr_after),
                   "=m"(control_after));
  __asm__ volatile("fdivp; fstpl %0; fninit" : "=m"(third));
  CHECK((mxcsr_after & ~0x3fu) == (mxcsr & ~0x3fu) && control_after == control);
  for (int i = 0; i < 9; ++i)
    CHECK(words[i] == 0x0123456789abcdefull * (uint64_t)(i + 3));
  CHECK(words[9] == (uint64_t)pid && words[10] == (uint64_t)request_signal());
  CHECK(words[11] == 0x401); // direction and carry
  printf("%a\n", third);
}
