// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The instruction in a function that keeps its variables below the stack pointer
// and in every register: none of them changes, nor what rcx and r11 are given.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t && gcc -O2 -fno-stack-protector %s -o plain && ./plain
// RUN: %each_llvm 'for how in -O0 "-O2 -static" "-O3 -no-pie -fno-pic" "-O2 -fcf-protection"; do %ckpt --ckpt-instrument {clang} -fno-stack-protector $how %s -o p && ./p && ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((noinline)) static long call(long number, long fd, long to, long size) {
  long red[12], result, sum = 0;
  register long r12 asm("r12") = number * 3, r13 asm("r13") = fd * 5,
      r14 asm("r14") = size * 7, r15 asm("r15") = to ^ 9, r10 asm("r10") = 11,
      r8 asm("r8") = 13, r9 asm("r9") = 17, rbx asm("rbx") = to + 19;
  double d = (double)number * 1.5;
  for (int i = 0; i < 12; ++i)
    red[i] = to + i;
  asm volatile("" : "+m"(red), "+x"(d));
  asm volatile("syscall" : "=a"(result), "+r"(r12), "+r"(r13), "+r"(r14), "+r"(r15),
                 "+r"(r10), "+r"(r8), "+r"(r9), "+r"(rbx), "+D"(fd), "+S"(to), "+d"(size)
               : "0"(number) : "rcx", "r11", "memory");
  asm volatile("" : "+m"(red), "+x"(d));
  for (int i = 0; i < 12; ++i)
    sum |= red[i] - to - i;
  if (sum || d != (double)number * 1.5 || r12 != number * 3 || r13 != fd * 5 ||
      r14 != size * 7 || r15 != (to ^ 9) || r10 != 11 || r8 != 13 || r9 != 17 ||
      rbx != to + 19)
    return -12345;
  return result;
}

int main(void) {
  int ends[2];
  char text[3] = "";
  if (pipe(ends) || call(SYS_write, ends[1], (long)"ab", 2) != 2 ||
      call(SYS_read, ends[0], (long)text, 2) != 2 || text[1] != 'b')
    return 1;
  if (call(SYS_close, ends[0], 0, 0) || call(SYS_close, ends[0], 0, 0) != -9)
    return 2;
  return call(SYS_getpid, 0, 0, 0) != getpid() ? 3 : 0;
}
