// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors on their way in a table that has room for their copies and no more:
// each is opened under its number at once, and what fills a queue whose sender is
// closed steps aside.
// RUN: %job %s %t --at-least 2 --modes pie,static
#include "../Inputs/rights.h"
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/resource.h>

enum { kNumbers = 40, kFree = 6 };

int main(void) {
  struct rlimit limit = {kNumbers, kNumbers};
  int gone[2], pair[2], packets[2], pipes[2], last = 0;
  char text[64];
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, gone) && !pipe(pipes));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM, 0, packets));
  int counter = eventfd(3, 0);
  CHECK(write(gone[0], "ab", 2) == 2);
  send_one(gone[0], "x", pipes[0]);
  send_one(gone[0], "y", counter);
  send_one(packets[0], "z", packets[1]);
  send_one(pair[0], "in", gone[1]);
  CHECK(!close(gone[0]) && !close(gone[1]) && !close(pipes[0]) && !close(counter));
  CHECK(!close(packets[0]) && write(pipes[1], "pipe", 4) == 4);
  CHECK(!setrlimit(RLIMIT_NOFILE, &limit));
  while (last < kNumbers - kFree - 1)
    CHECK((last = open("/dev/null", O_RDONLY)) >= 0);
  for (int round = 0; round < 2; ++round)
    checkpoint();
  int from = receive_one(pair[1], 9, "in");
  CHECK(read(from, text, 2) == 2 && !memcmp(text, "ab", 2));
  CHECK(read(receive_one(from, 9, "x"), text, 9) == 4);
  CHECK(read(receive_one(from, 9, "y"), text, 8) == 8 && text[0] == 3);
  CHECK(read(from, text, 9) == 0 && receive_one(packets[1], 9, "z") >= 0);
  CHECK(recv(packets[1], text, 9, MSG_DONTWAIT) == -1 && errno == EAGAIN);
  puts("done");
}
