// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 30,000 shared objects of one page and 30,000 mappings of one object.
// RUN: %job %s %t --modes pie --requests vacate --at-least 2 --limit 90
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kCount = 30000, kPage = 4096 };
static int *one[kCount], *part[kCount];

int main(void) {
  const int both = PROT_READ | PROT_WRITE, how = MAP_SHARED | MAP_ANONYMOUS;
  char *whole = mmap(0, (size_t)kCount * kPage, both, how, -1, 0);
  CHECK(whole != MAP_FAILED);
  for (int i = 0; i < kCount; ++i) {
    one[i] = mmap(0, kPage, both, how, -1, 0);
    // In reverse order, so that the kernel cannot join them.
    part[i] = mremap(whole + (size_t)(kCount - 1 - i) * kPage, 0, kPage,
                     MREMAP_MAYMOVE);
    CHECK(one[i] != MAP_FAILED && part[i] != MAP_FAILED);
    *one[i] = *part[i] = i + 1;
  }
  CHECK(!munmap(whole + kPage, (size_t)(kCount - 2) * kPage));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int i = 0; i < kCount; ++i)
      CHECK(*one[i] == i + 1 && *part[i] == i + 1);
    CHECK(*(int *)whole == kCount);
    *part[kCount - 1] = kCount + 7;
    CHECK(*(int *)whole == kCount + 7);
    *part[kCount - 1] = kCount;
  }
  puts("all there");
}
