// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Several mappings of one object (mremap with old size 0, parts with another
// protection, parts unmapped) show one object after a restart.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPage = 4096, kPages = 16 };

int main(void) {
  size_t size = kPages * kPage;
  char *a = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                 -1, 0);
  CHECK(a != MAP_FAILED);
  char *b = mremap(a, 0, size, MREMAP_MAYMOVE);              // all of it
  char *c = mremap(a + 5 * kPage, 0, 3 * kPage, MREMAP_MAYMOVE); // a part
  CHECK(b != MAP_FAILED && c != MAP_FAILED);
  for (int i = 0; i < kPages; ++i)
    a[i * kPage] = (char)(i + 1);
  CHECK(!munmap(a + 8 * kPage, 2 * kPage)); // only b shows these
  CHECK(!mprotect(a + 2 * kPage, kPage, PROT_READ));
  CHECK(!mprotect(a + 3 * kPage, kPage, PROT_NONE));
  CHECK(!munmap(b, kPage));
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i < kPages; ++i)
      CHECK(b[i * kPage] == (i == 6 ? 7 + round : i + 1));
    CHECK(a[0] == 1 && a[2 * kPage] == 3 && a[15 * kPage] == 16);
    CHECK(c[0] == 6 && c[kPage] == 7 + round && c[2 * kPage] == 8);
    if (round < 2)
      checkpoint();
    c[kPage] = (char)(8 + round);
    CHECK(a[6 * kPage] == 8 + round && b[6 * kPage] == 8 + round);
    a[15 * kPage + 9] = (char)round;
    CHECK(b[15 * kPage + 9] == round);
  }
  CHECK(write(1, a + 3 * kPage, 1) == -1 && errno == EFAULT);
  puts("good");
}
