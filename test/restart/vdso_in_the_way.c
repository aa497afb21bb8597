// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory of the program's lies where the restarting process has its vDSO: that
// one steps aside.  Without random addresses it is known where that is.
// RUN: %job %s %t --at-least 4 --args free --restart-prefix "setarch -R"
// RUN: %job %s %t --at-least 4 --args free --restart-prefix "setarch -R" \
// RUN:   --between "%unit/vdso_image change image"
// RUN: %job %s %t --at-least 4 --prefix "setarch -R" \
// RUN:   --between "test -e this && rm this || \
// RUN:     { %unit/vdso_image change image; date >this; }"
#include "vdso_self.h"
#include <sys/mman.h>

enum { kPage = 4096, kPages = 512 };
static char *const kArea = (char *)0x7ffff7e00000;

// With an argument the area is free at the start: addresses are random then.
int main(int argc, char **argv) {
  (void)argv;
  static int mine[kPages];
  int count = 0;
  for (int i = 0; i < kPages; ++i) {
    char *at = kArea + i * kPage;
    mine[i] = mmap(at, kPage, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                   0) == at;
    if (mine[i])
      ++count, memset(at, i, kPage);
  }
  CHECK(argc == 1 || count > 10);
  for (int round = 0; round < 4; ++round) {
    checkpoint();
    for (int i = 0; i < kPages; ++i)
      for (int b = 0; mine[i] && b < kPage; ++b)
        CHECK(kArea[i * kPage + b] == (char)i);
    int64_t before = clock_by_kernel(CLOCK_MONOTONIC);
    int64_t now = clock_by_libc(CLOCK_MONOTONIC);
    CHECK(before <= now && now <= clock_by_kernel(CLOCK_MONOTONIC));
  }
  puts("good");
}
