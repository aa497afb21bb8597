// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that has used its whole stack, up to the limit, restarts under the same
// limit.
// RUN: %job %s %t --prefix "prlimit --stack=1048576"
#include "ckpt_test.h"
#include <sys/resource.h>

int main(int argc, char **argv) {
  struct rlimit limit;
  char line[256], *low = NULL;
  unsigned long start, end;
  (void)argc;
  CHECK(!getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur == 1 << 20);
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps))
    if (strstr(line, "[stack]") && sscanf(line, "%lx-%lx", &start, &end) == 2)
      low = (char *)end - limit.rlim_cur;
  CHECK(low && !fclose(maps) && low < (char *)argv);
  for (volatile char *page = low; page < line; page += 4096)
    *page = 7;
  checkpoint();
  CHECK(*low == 7);
  puts("all of it");
}
