// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every number below the hard limit of open files is in use: a checkpoint and a
// restart need none, and the table is as before.
// RUN: %job %s %t --stderr any --at-least 2 --args some --args pipe \
// RUN:   --args pair --args memfd --args gone --args counter --args locked \
// RUN:   --args half --args swapped --args terminal \
// RUN:   --prefix "prlimit --nofile=64:64"
// RUN: %job %s %t-many --stderr any --at-least 2 --modes pie --args some --args pipe \
// RUN:   --prefix "prlimit --nofile=1024:1024"
#include "full_table.h"

int main(int argc, char **argv) {
  size_t limit = fill(argv[argc - 1]);
  for (int round = 0; round < 3; ++round) {
    check_all(limit);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
