// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A FIFO that the program has opened at both ends, or in one descriptor.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void) {
  char text[100] = "";
  CHECK(!mkfifo("named", 0600) && !mkfifo("both", 0600));
  int in = open("named", O_RDONLY | O_NONBLOCK);
  int out = open("named", O_WRONLY);
  int both = open("both", O_RDWR | O_CLOEXEC);
  CHECK(in >= 0 && out >= 0 && both >= 0 && !fcntl(in, F_SETFL, 0));
  CHECK(write(both, "start", 5) == 5);
  for (int round = 0; round < 3; ++round) {
    int flags = fcntl(in, F_GETFL), both_flags = fcntl(both, F_GETFL);
    CHECK(write(out, "abc", 3) == 3);
    checkpoint();
    CHECK(fcntl(in, F_GETFL) == flags && fcntl(both, F_GETFL) == both_flags);
    CHECK(fcntl(both, F_GETFD) == FD_CLOEXEC);
    CHECK(read(in, text, 2) == 2 && write(both, text, 2) == 2);
    puts(text);
  }
  CHECK(read(in, text, sizeof text) == 3);
  memset(text, 0, sizeof text);
  CHECK(read(both, text, sizeof text) == 11);
  puts(text);
  close(out);
  CHECK(read(in, text, 1) == 0);
}
