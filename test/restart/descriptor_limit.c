// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every descriptor that RLIMIT_NOFILE allows is in use: the checkpoint and the
// restart find room, and the limit and the full table are as before.
// RUN: %job %s %t --at-least 2 --prefix "prlimit --nofile=40:4096"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/resource.h>

int main(void) {
  struct rlimit now;
  while (open("/dev/null", O_RDONLY) >= 0)
    ;
  for (int round = 0; round < 3; ++round) {
    CHECK(open("/dev/null", O_RDONLY) == -1 && errno == EMFILE);
    CHECK(!getrlimit(RLIMIT_NOFILE, &now) && now.rlim_cur == 40);
    CHECK(fcntl(39, F_GETFD) == 0);
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
