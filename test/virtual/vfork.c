// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child of vfork is on its parent's stack and in its memory, with descriptors of
// its own: it tells of an exec that failed, calls functions, forks like that
// again, with the instruction and with libc's function.
// RUN: for mode in static pie; do for level in 0 2; do \
// RUN:   %ckpt gcc -O$level -w -$mode -I %src/test/Inputs %s -o %t && %t | grep good \
// RUN:   && %t -_condor_nowarn -_condor_aggravate_bugs | grep good || exit 1; done; done
#include "ckpt_test.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sys/wait.h>

static volatile int told, count;
static jmp_buf back;

static int end_of(pid_t child) {
  int status;
  CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
  return WEXITSTATUS(status);
}
__attribute__((noinline)) static int deep(int n) {
  volatile char piece[256];
  memset((void *)piece, n, sizeof piece);
  return n ? deep(n - 1) + piece[7] : open("/dev/null", O_RDONLY) >= 0;
}
static pid_t failing(volatile int *error) {
  char *arguments[] = {"x", NULL};
  pid_t child = vfork();
  if (!child) {
    *error = deep(20) == 1 + 20 * 21 / 2 ? execve("/nonexistent", arguments, NULL) : 0;
    *error = errno;
    _exit(127);
  }
  return child;
}

int main(void) {
  int file = open("/etc/passwd", O_RDONLY);
  CHECK(end_of(failing(&told)) == 127 && told == ENOENT);
  pid_t child = vfork();
  if (!child) {
    close(file);
    pid_t grandchild = vfork();
    if (!grandchild && !setjmp(back))
      longjmp(back, ++count);
    _exit(grandchild ? end_of(grandchild) + 1 : 40 + (fcntl(file, F_GETFD) == -1));
  }
  CHECK(end_of(child) == 42 && count == 1 && fcntl(file, F_GETFD) == 0);
  for (int i = 0; i < 100; ++i) {
    asm volatile("mov $58, %%eax\n\tsyscall\n\ttest %%eax, %%eax\n\tjnz 1f\n\t"
                 "incl %1\n\tmov $3, %%edi\n\tmov $231, %%eax\n\tsyscall\n1:"
                 : "=&a"(child), "+m"(count) : : "rcx", "r11", "rdi", "memory");
    CHECK(end_of(child) == 3);
  }
  CHECK(count == 101 && read(file, &told, 1) == 1);
  puts("good");
}
