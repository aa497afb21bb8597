// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library's constructor that prints, opens a file and runs a thread does so
// once: a restart comes before it.
// RUN: %job %s %t --at-least 2 --modes pie,no-pie --files constructed \
// RUN:   --library %S/Inputs/constructor.c --link-library
#include "ckpt_test.h"
#include <fcntl.h>

extern int constructed(void);

int main(int argc, char **argv) {
  (void)argv;
  for (int round = 0; round < 3; ++round) {
    // The file it opened is still open at its number, at its offset.
    CHECK(constructed() == 1 && lseek(100, 0, SEEK_CUR) == 5 && argc == 1);
    CHECK(fcntl(100, F_GETFL) & O_APPEND);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
