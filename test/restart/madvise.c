// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What madvise() said of a mapping holds after a restart (VmFlags of smaps).
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/mman.h>

static int has_flag(void *at, const char *flag) {
  char line[4096], start[32];
  int here = 0, found = -1;
  FILE *smaps = fopen("/proc/self/smaps", "r");
  CHECK(smaps);
  snprintf(start, sizeof start, "%lx-", (unsigned long)at);
  while (fgets(line, sizeof line, smaps)) {
    if (strchr(line, '-') && line[0] != 'V' && strchr(line, '-') < line + 17)
      here = !strncmp(line, start, strlen(start));
    else if (here && !strncmp(line, "VmFlags:", 8))
      found = strstr(line, flag) != 0;
  }
  fclose(smaps);
  CHECK(found >= 0);
  return found;
}

int main(void) {
  struct {
    int advice;
    const char *flag;
  } kinds[] = {{MADV_HUGEPAGE, " hg"},   {MADV_NOHUGEPAGE, " nh"},
               {MADV_DONTFORK, " dc"},   {MADV_DONTDUMP, " dd"},
               {MADV_WIPEONFORK, " wf"}, {MADV_SEQUENTIAL, " sr"},
               {MADV_RANDOM, " rr"}};
  enum { kKinds = 7 };
  size_t size = 4 << 20;
  char *at[kKinds];
  for (int i = 0; i < kKinds; ++i) {
    at[i] = mmap(0, size + 8192, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(at[i] != MAP_FAILED && !munmap(at[i] + size, 8192));
    at[i][5] = (char)i;
    if (madvise(at[i], size, kinds[i].advice))
      kinds[i].flag = 0; // a kernel without huge pages
  }
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kKinds; ++i)
      for (int j = 0; j < kKinds; ++j)
        if (kinds[i].flag && kinds[j].flag)
          CHECK(has_flag(at[i], kinds[j].flag) == (i == j) && at[i][5] == i);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
