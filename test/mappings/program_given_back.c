// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pages of the program and of its C library that are given back (MADV_DONTNEED)
// after a restart are the file's again: code, constants, and variables that were
// written, which are what they were when the program began.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPage = 4096 };
static char variables[3 * kPage] __attribute__((aligned(4096))) = {
    [0] = 'a', [kPage] = 'b', [2 * kPage] = 'c'};
static const char constants[2 * kPage] __attribute__((aligned(4096))) = {
    [5] = 'k', [kPage] = 'l'};

static void give_back(const volatile void *at) {
  uintptr_t page = (uintptr_t)at & ~(uintptr_t)(kPage - 1);
  CHECK(!madvise((void *)page, kPage, MADV_DONTNEED));
}

static int names(const char *wanted) {
  char line[9000];
  FILE *maps = fopen("/proc/self/maps", "r");
  int found = 0;
  CHECK(maps);
  while (fgets(line, sizeof line, maps))
    found += strstr(line, " r-xp ") && strstr(line, wanted);
  CHECK(!fclose(maps));
  return found;
}

int main(void) {
  volatile char *v = variables;
  for (int round = 0; round < 3; ++round) {
    CHECK(v[kPage] == 'b');
    v[kPage] = v[0] = (char)('0' + round);
    checkpoint();
    CHECK(v[kPage] == '0' + round && v[0] == '0' + round && v[2 * kPage] == 'c');
    give_back(v + kPage);
    CHECK(v[kPage] == 'b' && v[kPage + 1] == 0 && v[0] == '0' + round);
    give_back(constants);
    give_back((void *)main);
    give_back((void *)strtod); // the library's, in a dynamic program
    CHECK(*(volatile const char *)&constants[5] == 'k' && strtod("3.5", 0) == 3.5);
    CHECK(names("/job\n"));
  }
  puts("as when it began");
}
