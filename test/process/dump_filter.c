// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a core dump is to hold (coredump_filter), doing without huge pages but
// where they are asked for (Linux 6.18), and keep-capabilities of an ordinary user,
// who may not set the securebits in which the kernel shows it.
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t --at-least 2 --uid 65534 --modes pie,static
#include "ckpt_test.h"
#include <sys/prctl.h>

static void filter(const char *set, char *now) {
  FILE *file = fopen("/proc/self/coredump_filter", set ? "w" : "r");
  CHECK(file && (set ? fputs(set, file) >= 0 : !!fgets(now, 32, file)));
  CHECK(!fclose(file));
}

int main(void) {
  char before[32] = "", after[32] = "";
  filter("0x51", 0);
  filter(0, before);
  if (prctl(PR_SET_THP_DISABLE, 1, 2, 0, 0))
    CHECK(!prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0));
  int pages = prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0);
  CHECK(pages && !prctl(PR_SET_KEEPCAPS, 1));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    filter(0, after);
    CHECK(!strcmp(before, after) && !strcmp(after, "00000051\n"));
    CHECK(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == pages);
    CHECK(prctl(PR_GET_KEEPCAPS) == 1);
  }
  puts("good");
}
