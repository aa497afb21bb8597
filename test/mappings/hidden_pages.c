// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pages of shared memory that no mapping shows at the checkpoint are there when
// the program has them shown again: in front of what is mapped, in the middle,
// behind it, of an object of 1 GiB, and where all that is mapped is inaccessible.
// RUN: %job %s %t --at-least 3
// RUN: %job %s %t-user --at-least 3 --uid 65534 --modes pie
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPage = 4096, kPages = 262144, kKept = 1000 };

static char *map(size_t pages) {
  char *at = mmap(0, pages * kPage, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

int main(void) {
  static const int kUsed[] = {0, 7, 999, 1001, 5000, 262143};
  char *all = map(kPages), *none = map(3);
  for (int i = 0; i < 6; ++i)
    all[(size_t)kUsed[i] * kPage] = (char)(i + 1);
  char *kept = all + (size_t)kKept * kPage;
  char *far = all + (size_t)2 * kKept * kPage;
  kept[1] = far[1] = 'k';
  CHECK(!munmap(all, kept - all) && !munmap(kept + kPage, far - kept - kPage));
  CHECK(!munmap(far + kPage, (size_t)(kPages - 2 * kKept - 1) * kPage));
  CHECK(!mlock(far, kPage));
  none[kPage] = 'n';
  CHECK(!munmap(none + kPage, 2 * kPage) && !mprotect(none, kPage, PROT_NONE));
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    char *w = mremap(kept, 0, (size_t)(kPages - kKept) * kPage, MREMAP_MAYMOVE);
    CHECK(w != MAP_FAILED && kept[1] == 'k' && far[1] == 'k');
    CHECK(w[kPage] == 4 + 10 * round && w[4000 * kPage] == 5 && !w[2 * kPage]);
    w[kPage] += 10;
    CHECK(w[(size_t)(kPages - kKept - 1) * kPage] == 6);
    CHECK(!remap_file_pages(w, kKept * kPage, 0, 0, 0)); // the first ones
    CHECK(w[0] == 1 && w[7 * kPage] == 2 && w[999 * kPage] == 3 && !w[kPage]);
    CHECK(!munmap(w, (size_t)(kPages - kKept) * kPage));
    char *n = mremap(none, 0, 3 * kPage, MREMAP_MAYMOVE);
    CHECK(n != MAP_FAILED && !mprotect(n, 3 * kPage, PROT_READ));
    CHECK(n[kPage] == 'n' && !n[2 * kPage] && !munmap(n, 3 * kPage));
  }
  puts("done");
}
