// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The instruction itself, with a red zone in use: every register but rax, rcx and
// r11 stays, flags and vectors too. The way without a trap does the same.
// RUN: %job %s %t --at-least 1 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
// RUN: %ckpt gcc -O2 -I %src/test/Inputs %s -o %t.plain && %t.plain | grep good
#include "ckpt_test.h"
#include <fcntl.h>

long __ckpt_syscall(long, long, long, long, long, long, long) __attribute__((weak));

static long call(long number, long a, long b, long c) {
  long result = number, d = a, s = b, x = c, r8 = 8, r9 = 9, r10 = 10, r12 = 12,
       r15 = 15, red = 0, flags = 0;
  asm volatile("movq $0x5a5a, -16(%%rsp)\n\t"
               "mov %[r8], %%r8; mov %[r9], %%r9; mov %[r10], %%r10\n\t"
               "mov %[r12], %%r12; mov %[r15], %%r15; movq %%r12, %%xmm7\n\t"
               "stc\n\tsyscall\n\tsbb %[flags], %[flags]\n\t"
               "mov -16(%%rsp), %[red]\n\t"
               "mov %%r8, %[r8]; mov %%r9, %[r9]; mov %%r10, %[r10]\n\t"
               "mov %%r12, %[r12]; movq %%xmm7, %[r15]"
               : "+a"(result), "+D"(d), "+S"(s), "+d"(x), [r8] "+m"(r8),
                 [r9] "+m"(r9), [r10] "+m"(r10), [r12] "+m"(r12),
                 [r15] "+m"(r15), [red] "=&r"(red), [flags] "+&r"(flags)
               :
               : "rcx", "r11", "r8", "r9", "r10", "r12", "r15", "xmm7", "memory",
                 "cc");
  CHECK(d == a && s == b && x == c && r8 == 8 && r9 == 9 && r10 == 10);
  CHECK(r12 == 12 && r15 == 12 && red == 0x5a5a && flags == -1);
  return result;
}

int main(void) {
  char byte = 0;
  long fd = call(SYS_open, (long)"/etc/passwd", O_RDONLY, 0);
  CHECK(fd == 33 || fd == 3);
  checkpoint();
  CHECK(call(SYS_read, fd, (long)&byte, 1) == 1 && byte == 'r');
  CHECK(call(SYS_read, 30, (long)&byte, 1) == -EBADF);
  CHECK(__ckpt_syscall);
  CHECK(__ckpt_syscall(SYS_read, fd, (long)&byte, 1, 0, 0, 0) == 1 && byte == 'o');
  CHECK(__ckpt_syscall(SYS_dup, fd, 0, 0, 0, 0, 0) == fd + 1);
  void *at = (void *)__ckpt_syscall(SYS_mmap, 0, 4096, 1, 2, fd, 0);
  CHECK(!memcmp(at, "root", 4));
  CHECK(call(SYS_close, fd, 0, 0) == 0 && call(SYS_close, fd, 0, 0) == -EBADF);
  puts("good");
}
