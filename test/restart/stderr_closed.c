// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Standard error closed, or its number used by the program for its own data:
// nothing of ours is written there, though there is something to say.
// RUN: %job %s %t --at-least 2 --args closed --files data --stderr any
// RUN: %job %s %t-reused --at-least 2 --args reused --files data --stderr any
#include "ckpt_test.h"
#include <fcntl.h>

int main(int argc, char **argv) {
  int reused = argc > 1 && !strcmp(argv[1], "reused");
  CHECK(!close(2));
  int fd = open("data", O_RDWR | O_CREAT | O_TRUNC, 0600);
  CHECK(fd == 2); // the READWRITE warning is about this very file
  if (!reused)
    CHECK(fcntl(2, F_DUPFD, 30) == 30 && !close(2) && (fd = 30));
  for (int round = 0; round < 3; ++round) {
    CHECK(write(fd, "mine\n", 5) == 5);
    if (round < 2)
      checkpoint();
    CHECK(lseek(fd, 0, SEEK_END) == 5 * (round + 1));
    CHECK(reused || (fcntl(2, F_GETFD) == -1 && errno == EBADF));
  }
  puts("good");
}
