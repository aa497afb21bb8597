// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Private anonymous maps, guard pages, PROT_NONE pages with data, and a
// reservation of 64 GiB of which three pages were touched.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf back;
static void on_fault(int sig) { siglongjmp(back, sig); }
static int faults(volatile char *at) {
  if (sigsetjmp(back, 1))
    return 1;
  (void)*at;
  return 0;
}

static char *map(size_t size, int prot, int flags) {
  char *at = mmap(0, size, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

int main(void) {
  size_t page = 4096, huge = 64ull << 30;
  signal(SIGSEGV, on_fault);
  char *plain = map(64 * page, PROT_READ | PROT_WRITE, 0);
  for (size_t i = 0; i < 64 * page; i += 3)
    plain[i] = (char)i;
  mprotect(plain + 20 * page, page, PROT_NONE); // a guard page with data
  mprotect(plain + 30 * page, 2 * page, PROT_READ);
  char *guard = map(4 * page, PROT_NONE, 0);
  char *reserve = map(huge, PROT_READ | PROT_WRITE, MAP_NORESERVE);
  reserve[0] = 1, reserve[huge / 2 + 5] = 2, reserve[huge - 1] = 3;
  char *code = map(page, PROT_READ | PROT_WRITE, 0);
  memcpy(code, "\xb8\x2a\0\0\0\xc3", 6); // mov $42, %eax; ret
  mprotect(code, page, PROT_READ | PROT_EXEC);
  for (int round = 0; round < 3; ++round) {
    CHECK(faults(guard) && faults(guard + 3 * page));
    CHECK(faults(plain + 20 * page) && !faults(plain + 21 * page));
    CHECK(reserve[0] == 1 && reserve[huge / 2 + 5] == 2);
    CHECK(reserve[huge - 1] == 3 && reserve[huge / 4 + round] == 0);
    CHECK(((int (*)(void))code)() == 42);
    if (round < 2)
      checkpoint();
  }
  mprotect(plain, 64 * page, PROT_READ);
  for (size_t i = 0; i < 64 * page; ++i)
    CHECK(plain[i] == (i % 3 ? 0 : (char)i));
  CHECK(!munmap(reserve, huge) && !munmap(plain, 64 * page));
  puts("good");
}
