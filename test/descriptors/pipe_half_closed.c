// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipe with one end closed: the rest is read, then its end; a write is
// refused.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>

int main(void) {
  int read_only[2], write_only[2], drained[2];
  char text[100] = "";
  signal(SIGPIPE, SIG_IGN);
  CHECK(!pipe(read_only) && !pipe(write_only) && !pipe(drained));
  CHECK(write(read_only[1], "remains", 7) == 7);
  CHECK(write(write_only[1], "lost", 4) == 4);
  close(read_only[1]);
  close(write_only[0]);
  close(drained[1]);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(write(write_only[1], "x", 1) == -1 && errno == EPIPE);
    CHECK(read(drained[0], text, 1) == 0);
    struct pollfd hup = {read_only[0], POLLIN, 0};
    CHECK(poll(&hup, 1, 0) == 1 && hup.revents == (POLLIN | POLLHUP));
  }
  CHECK(read(read_only[0], text, sizeof text) == 7);
  CHECK(read(read_only[0], text + 50, 1) == 0);
  puts(text);
}
