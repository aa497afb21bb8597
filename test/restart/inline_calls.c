// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits by system call instructions of the program's own, whose number comes
// from afar in several ways: the program, which has no handler, never sees
// EINTR.  The shapes are what compilers and other C libraries make.
// RUN: %job %s %t --modes static,pie --at-least 2 --blocked 2 \
// RUN:   --in 7,35,23,230,270,271 --args distant --args register --args slot \
// RUN:   --args global --args pushed --args stack --args saved --args branch \
// RUN:   --args cold
// RUN: %job %s %t-O0 --build "gcc -O0" --modes no-pie --at-least 2 \
// RUN:   --blocked 2 --in 7,35,23,230,270,271 --args generic --args distant
// RUN: %job %s %t-O2 --modes pie --at-least 2 --blocked 2 \
// RUN:   --in 7,35,23,230,270,271 --args generic
#include "ckpt_test.h"
#include <sys/syscall.h>
#include <time.h>

struct timespec limit = {0, 800 * 1000000};
long number = SYS_nanosleep;
volatile int zero;

// What a header for system calls has; the number is anything.
static inline long generic(long nr, long a, long b, long c, long d) {
  long result;
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}

#define BODY(text)                                                             \
  __asm__ volatile(text                                                        \
                   : "=a"(result)                                              \
                   : "D"(&limit), "S"(0), "d"(number), "b"(zero)               \
                   : "rcx", "r8", "r9", "r10", "r11", "r12", "memory")

long call(const char *shape) {
  long result = 0;
  if (!strcmp(shape, "distant"))
    BODY("mov $35, %%eax; mov %%rdi, %%r8; xor %%r9d, %%r9d\n"
         "lea 8(%%rdi), %%r10; mov %%r8, %%rdi; cmp $0, %%r10\n"
         "jne 1f; nop; 1: syscall");
  else if (!strcmp(shape, "register"))
    BODY("mov %%edx, %%eax; syscall");
  else if (!strcmp(shape, "slot"))
    BODY("mov %%rdx, -16(%%rsp); mov %%rdi, -24(%%rsp)\n"
         "mov -16(%%rsp), %%rax; mov -24(%%rsp), %%rdi; syscall");
  else if (!strcmp(shape, "global"))
    BODY("movslq number(%%rip), %%rax; xor %%r9, %%r9; syscall");
  else if (!strcmp(shape, "pushed"))
    BODY("push $35; pop %%rax; syscall");
  else if (!strcmp(shape, "stack"))
    BODY("sub $136, %%rsp; push %%rdx; mov (%%rsp), %%rax; mov %%rsi, %%r10\n"
         "syscall; add $144, %%rsp");
  else if (!strcmp(shape, "saved"))
    BODY("mov %%edx, %%r12d; xor %%edx, %%edx; mov %%r12d, %%eax\n"
         "mov %%rsi, %%rdx; syscall");
  else if (!strcmp(shape, "branch"))
    BODY("mov $35, %%eax; test %%ebx, %%ebx; jz 1f; mov $999, %%eax\n"
         "jmp 2f; 1: mov $35, %%eax; test %%ebx, %%ebx; jnz 2f; nop\n"
         "2: mov $35, %%eax; syscall");
  else if (!strcmp(shape, "cold"))
    BODY("mov $35, %%eax; test %%ebx, %%ebx; jnz 3f; 2: syscall; jmp 4f\n"
         ".pushsection .text.unlikely, \"ax\"; 3: xor %%esi, %%esi\n"
         "jmp 4f; .popsection; 4:");
  else
    result = generic(number, (long)&limit, 0, 0, 0);
  return result;
}

int main(int argc, char **argv) {
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  CHECK(call(argv[argc - 1]) == 0);
  clock_gettime(CLOCK_MONOTONIC, &end);
  CHECK((end.tv_sec - begin.tv_sec) * 1000 +
            (end.tv_nsec - begin.tv_nsec) / 1000000 >= 299);
  printf("%s is over\n", argv[argc - 1]);
}
