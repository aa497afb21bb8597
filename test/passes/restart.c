// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checkpoints and restarts in routed calls that wait and in those that do not,
// virtual descriptors or not.
// REQUIRES: pass
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --at-least 2
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --random 6 --at-least 0
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --at-least 2 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --random 6 --at-least 0 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fcntl.h>

int main(void) {
  unsigned long sum = 0;
  int ends[2], file = open("/proc/self/exe", O_RDONLY);
  if (pipe(ends))
    return 1;
  for (int i = 0; i < 150000; ++i) {
    if (i % 60000 == 9999)
      checkpoint();
    unsigned char c = (unsigned char)i, d = 0;
    long number = SYS_read;
    if (write(ends[1], &c, 1) != 1 || syscall(SYS_lseek, file, (long)i % 999, SEEK_SET) != i % 999)
      return 2;
    asm volatile("syscall" : "+a"(number) : "D"(ends[0]), "S"(&d), "d"(1) : "rcx", "r11", "memory");
    if (number != 1 || d != c || lseek(file, 0, SEEK_CUR) != i % 999)
      return 3;
    sum = sum * 31 + d;
  }
  printf("%lu\n", sum);
  return 0;
}
