// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every number below the hard limit of open files is in use: a checkpoint and a
// restart need none, and the table is as before.
// RUN: %job %s %t --at-least 2 --args some --args pipes --args locked \
// RUN:   --prefix "prlimit --nofile=64:64"
// RUN: %job %s %t-many --at-least 2 --modes pie --args some --args pipes \
// RUN:   --prefix "prlimit --nofile=1024:1024"
#include "full_table.h"

int main(int argc, char **argv) {
  const char *what = argv[argc - 1];
  size_t limit = fill(what);
  for (int round = 0; round < 3; ++round) {
    check_all(what, limit);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
