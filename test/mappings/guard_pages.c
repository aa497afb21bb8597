// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guard pages of MADV_GUARD_INSTALL (Linux 6.13; without it there is nothing to
// lose) come back where they were, memory beside them keeps its content, and
// they can be removed as before.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <setjmp.h>
#include <sys/mman.h>

enum { kPage = 4096, kPages = 40, kInstall = 102, kRemove = 103 };
static sigjmp_buf back;
static void on_fault(int sig) { siglongjmp(back, sig); }

static int faults(volatile char *at) {
  if (sigsetjmp(back, 1))
    return 1;
  return *at == 99; // never
}

static char *map(int prot) {
  char *at = mmap(0, kPages * kPage, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

int main(void) {
  char *stack = map(PROT_READ | PROT_WRITE), *all = map(PROT_READ);
  char *locked = map(PROT_READ | PROT_WRITE);
  memset(stack, 7, kPages * kPage);
  CHECK(signal(SIGSEGV, on_fault) != SIG_ERR);
  int known = !madvise(stack, 2 * kPage, kInstall);
  CHECK(known || errno == EINVAL);
  if (known)
    CHECK(!madvise(stack + 10 * kPage, kPage, kInstall) &&
          !madvise(all, kPages * kPage, kInstall) &&
          !madvise(locked + kPage, kPage, kInstall));
  memset(locked, 3, kPage);
  CHECK(!mlock(locked, kPage));
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    for (int i = 0; i < kPages; ++i) {
      int guard = known && (i < 2 - round % 2 || i == 10);
      CHECK(faults(stack + i * kPage) == guard);
      CHECK(guard || stack[i * kPage] == 7 || (i == 1 && !stack[i * kPage]));
      CHECK(faults(all + i * kPage) == known);
      CHECK(faults(locked + i * kPage) == (known && i == 1));
    }
    if (known && round % 2 == 0)
      CHECK(!madvise(stack + kPage, kPage, kRemove));
    else if (known)
      CHECK(!madvise(stack + kPage, kPage, kInstall));
  }
  puts("done");
}
