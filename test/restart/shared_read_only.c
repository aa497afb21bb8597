// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file mapped shared and read only, as libc maps its tables of locales and
// character sets: nobody can write through it.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void) {
  static char text[10000];
  memset(text, 'r', sizeof text);
  int out = open("table", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  CHECK(write(out, text, sizeof text) == sizeof text && !close(out));
  int in = open("table", O_RDONLY);
  char *at = mmap(0, sizeof text, PROT_READ, MAP_SHARED, in, 0);
  CHECK(at != MAP_FAILED && !close(in));
  for (int round = 0; round < 3; ++round) {
    CHECK(!memcmp(at, text, sizeof text));
    CHECK(mprotect(at, 4096, PROT_READ) == 0);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
