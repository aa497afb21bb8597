// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An ordinary user without any capability checkpoints and restarts.
// REQUIRES: root, other-users
// RUN: %job %s %t --at-least 3 --uid 65534
#include "ckpt_test.h"

int main(void) {
  char line[256];
  CHECK(getuid() == 65534 && geteuid() == 65534);
  FILE *status = fopen("/proc/self/status", "r");
  CHECK(status);
  while (fgets(line, sizeof line, status))
    CHECK(strncmp(line, "CapEff:", 7) || strtoull(line + 7, 0, 16) == 0);
  fclose(status);
  char *kept = malloc(300000);
  memset(kept, 7, 300000);
  for (int i = 0; i < 3; ++i) {
    checkpoint();
    CHECK(kept[299999] == 7 && sbrk(4096) != (void *)-1 && malloc(200000));
  }
  puts("good");
}
