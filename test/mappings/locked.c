// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locked memory comes back locked: mlock, MLOCK_ONFAULT, mlockall of what there
// is and of what is to come.
// REQUIRES: root
// RUN: %job %s %t --at-least 2 --modes static,pie --args one --args current --args future --args lazily
#include "ckpt_test.h"
#include <sys/mman.h>

static long kilobytes(const char *name) {
  char line[256];
  long found = -1;
  FILE *status = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, status))
    if (!strncmp(line, name, strlen(name)))
      found = atol(line + strlen(name));
  fclose(status);
  return found;
}

static char *pages(void) {
  char *at = mmap(0, 8 * 4096, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

// What a new mapping locks, and whether it is there at once.
static int future(void) {
  unsigned char there = 0;
  long before = kilobytes("VmLck:");
  char *at = pages();
  CHECK(!mincore(at, 4096, &there));
  int locked = kilobytes("VmLck:") - before == 32;
  CHECK(!munmap(at, 8 * 4096));
  return locked ? 1 + (there & 1) : 0;
}

int main(int argc, char **argv) {
  const char *kind = argc > 1 ? argv[1] : "one";
  char *a = pages(), *b = pages();
  if (!strcmp(kind, "one"))
    CHECK(!mlock(a, 4 * 4096) && !mlock2(b, 8 * 4096, MLOCK_ONFAULT));
  else if (!strcmp(kind, "current"))
    CHECK(!mlockall(MCL_CURRENT));
  else if (!strcmp(kind, "future"))
    CHECK(!mlockall(MCL_FUTURE));
  else
    CHECK(!mlockall(MCL_FUTURE | MCL_ONFAULT));
  long locked = kilobytes("VmLck:");
  int later = future();
  CHECK(later == (!strcmp(kind, "future")) * 2 + !strcmp(kind, "lazily"));
  CHECK(later || locked >= 48);
  b[4096] = 7;
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    unsigned char there[8];
    CHECK(later || kilobytes("VmLck:") == locked);
    CHECK(future() == later && b[4096] == 7 && !mincore(b, 8 * 4096, there));
    if (!strcmp(kind, "one"))
      CHECK((there[1] & 1) && !(there[5] & 1));
  }
  puts("good");
}
