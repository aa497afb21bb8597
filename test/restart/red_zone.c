// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The 128 bytes below the stack pointer belong to a leaf function.
// RUN: %job %s %t --at-least 1 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"

// In: rdi = pid, rsi = signal.  Out: the sum of what the red zone holds.
__attribute__((naked))
static uint64_t leaf(long pid, long sig) {
  __asm__("mov $-128, %rdx\n"
          "1: mov %rdx, (%rsp,%rdx); add $8, %rdx; jnz 1b\n"
          "mov $62, %eax; syscall\n"
          "mov $-128, %rdx\n"
          "2: add (%rsp,%rdx), %rax; add $8, %rdx; jnz 2b\n"
          "ret");
}

int main(void) {
  long sum = 0;
  for (long i = -128; i < 0; i += 8)
    sum += i;
  CHECK(leaf(getpid(), request_signal()) == (uint64_t)sum);
  puts("good");
}
