// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits for input, interrupted by checkpoints and restarts: the program never
// sees EINTR, and the byte that ends the wait is not lost.
// RUN: %job %s %t --modes static,pie --at-least 2 --blocked 2 \
// RUN:   --in 0,7,19,23,270,271 --release input --args read --args readv \
// RUN:   --args poll --args ppoll --args select --args pselect --args getchar
#include "ckpt_test.h"
#include <poll.h>
#include <sys/select.h>
#include <sys/uio.h>

int main(int argc, char **argv) {
  const char *call = argv[argc - 1];
  struct pollfd p = {.fd = 0, .events = POLLIN};
  fd_set set;
  char byte = 0;
  struct iovec room = {&byte, 1};
  sigset_t none;
  sigemptyset(&none);
  FD_ZERO(&set);
  FD_SET(0, &set);
  if (!strcmp(call, "readv"))
    CHECK(readv(0, &room, 1) == 1);
  else if (!strcmp(call, "getchar"))
    byte = (char)getchar();
  else if (!strcmp(call, "poll"))
    CHECK(poll(&p, 1, -1) == 1 && p.revents == POLLIN);
  else if (!strcmp(call, "ppoll"))
    CHECK(ppoll(&p, 1, 0, &none) == 1 && p.revents == POLLIN);
  else if (!strcmp(call, "select"))
    CHECK(select(1, &set, 0, 0, 0) == 1 && FD_ISSET(0, &set));
  else if (!strcmp(call, "pselect"))
    CHECK(pselect(1, &set, 0, 0, 0, &none) == 1 && FD_ISSET(0, &set));
  if (!byte)
    CHECK(read(0, &byte, 1) == 1);
  CHECK(byte == 'x');
  printf("%s is over\n", call);
}
