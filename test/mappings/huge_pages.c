// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory of hugetlb pages comes back as such, and only with a pool for it.
// RUN: %job %s %t --at-least 2 --modes pie
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kHuge = 2 << 20 };

static int is_huge(char *at) {
  char line[512], start[32];
  int here = 0, found = 0;
  FILE *smaps = fopen("/proc/self/smaps", "r");
  snprintf(start, sizeof start, "%lx-", (unsigned long)at);
  while (fgets(line, sizeof line, smaps)) {
    if (strstr(line, "-") && strstr(line, "-") < line + 17)
      here = !strncmp(line, start, strlen(start));
    else if (here && !strncmp(line, "KernelPageSize:", 15))
      found = atol(line + 15) == 2048;
  }
  fclose(smaps);
  return found;
}

int main(void) {
  char *at = mmap(0, 2 * kHuge, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  if (at == MAP_FAILED) { // no pool: an ordinary mapping
    at = mmap(0, 2 * kHuge, PROT_READ | PROT_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(at != MAP_FAILED);
  }
  int huge = is_huge(at);
  memset(at + kHuge + 9000, 'h', 5000);
  for (int round = 0; round < 3; ++round) {
    CHECK(is_huge(at) == huge && at[kHuge + 13000] == 'h' && !at[5]);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
