// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `int 0x80`, with the numbers of 32-bit programs, sees the descriptors that the
// other calls see, and keeps every register but rax, the
// flags and the red zone; on an alternate signal stack, too.
// RUN: %job %s %t --at-least 1 --env "CKPT_FLAGS=-_condor_nowarn -_condor_aggravate_bugs" --stderr any
// RUN: %ckpt gcc -O2 -I %src/test/Inputs %s -o %t.plain && %t.plain | grep good
#include "ckpt_test.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

static long old(long number, long b, long c, long d) {
  long result = number, red = 0, flags = 0, r8 = 8, r11 = 11, rdi = 0x700000007, rsi = 6;
  asm volatile("movq $0x5a5a, -16(%%rsp)\n\tmov %[r8], %%r8\n\tmov %[r11], %%r11\n\t"
               "mov %%r11, %%r10\n\tmov %%r8, %%r9\n\tstc\n\tint $0x80\n\t"
               "sbb %[flags], %[flags]\n\tmov -16(%%rsp), %[red]\n\t"
               "cmp %%r11, %%r10\n\tjne 1f\n\tcmp %%r8, %%r9\n\tjne 1f\n\t"
               "mov %%r8, %[r8]\n\tmov %%r11, %[r11]\n1:"
               : "+a"(result), "+D"(rdi), "+S"(rsi), [r8] "+m"(r8), [r11] "+m"(r11),
                 [red] "=&r"(red), [flags] "+&r"(flags), "+c"(c), "+d"(d), "+b"(b)
               : : "r8", "r9", "r10", "r11", "memory", "cc");
  CHECK(rdi == 0x700000007 && rsi == 6 && red == 0x5a5a && flags == -1);
  CHECK(r8 == 8 && r11 == 11);
  return (int)result;
}

static char *low; // addresses of 32 bits
static volatile int handled;
static void on_signal(int number) {
  strcpy(low, "/etc/passwd");
  long file = old(5, (long)low, O_RDONLY, 0);
  handled = old(3, file, (long)low, 4) == 4 && !memcmp(low, "root", 4) &&
            old(6, file, 0, 0) == 0 && old(6, file, 0, 0) == -EBADF;
}

int main(void) {
  low = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  strcpy(low, "old.tmp");
  long file = old(5, (long)low, O_CREAT | O_RDWR, 0600);
  CHECK(file > 2 && unlink("old.tmp") == 0 && old(20, 0, 0, 0) == getpid());
  CHECK(old(4, file, (long)low, 7) == 7 && old(19, file, -3, SEEK_CUR) == 4);
  CHECK(read((int)file, low + 99, 9) == 3 && !memcmp(low + 99, "tmp", 3));
  int *ends = (int *)(low + 200);
  CHECK(old(42, (long)ends, 0, 0) == 0 && old(63, ends[0], 100, 0) == 100);
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
  CHECK(!sigaltstack(&stack, NULL) && !sigaction(SIGURG, &action, NULL));
  CHECK(old(37, getpid(), SIGURG, 0) == 0 && handled);
  long child = old(2, 0, 0, 0);
  if (!child) {
    old(4, ends[1], (long)low, 3);
    old(252, 0, 0, 0);
  }
  CHECK(old(3, 100, (long)low + 300, 9) == 3 && old(7, child, (long)low + 400, 0) == child);
  checkpoint();
  CHECK(old(55, 100, F_GETFD, 0) == 0 && old(20, 0, 0, 0) == (int)syscall(SYS_getpid));
  puts("good");
}
