// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The soft limit of open files that the program set comes back, within the
// hard limit that the restarted process is given; one that it did not set is
// the new process's.
// RUN: %job %s %t --at-least 2 --args set --args keep \
// RUN:   --prefix "prlimit --nofile=40:4096" \
// RUN:   --restart-prefix "prlimit --nofile=50:4096"
// RUN: %job %s %t-hard --requests vacate --at-least 2 --args hard \
// RUN:   --prefix "prlimit --nofile=40:4096" \
// RUN:   --restart-prefix "prlimit --nofile=50:60"
#include "ckpt_test.h"
#include <sys/resource.h>

static unsigned long soft(void) {
  struct rlimit now;
  CHECK(!getrlimit(RLIMIT_NOFILE, &now));
  return now.rlim_cur;
}

int main(int argc, char **argv) {
  int sets = strcmp(argv[argc - 1], "keep"), pid = getpid();
  struct rlimit own = {100, 4096};
  CHECK(soft() == 40);
  if (sets)
    CHECK(!setrlimit(RLIMIT_NOFILE, &own));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    if (!sets)
      CHECK(soft() == (getpid() == pid ? 40 : 50));
    else if (strcmp(argv[argc - 1], "hard") || getpid() == pid)
      CHECK(soft() == 100);
    else
      CHECK(soft() == 60);
  }
  puts("good");
}
