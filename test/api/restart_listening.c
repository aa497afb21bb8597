// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// restart() of a program that listens on a port and has a FIFO open: they are
// let go first, and are as they were at the checkpoint.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I%src/runtime/include -I%src/test/Inputs %s -o prog
// RUN: ./prog -_condor_ckpt image 2> err | grep -q '^end$' && not grep Error err
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

int main(void) {
  struct sockaddr_in name = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof name;
  struct sockaddr *at = (struct sockaddr *)&name;
  char text[8] = "";
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(!bind(listener, at, size) && !listen(listener, 3));
  CHECK(!getsockname(listener, at, &size) && !mkfifo("fifo", 0600));
  int fifo = open("fifo", O_RDWR);
  CHECK(write(fifo, "kept", 4) == 4);
  ckpt();
  if (!_condor_numrestarts) {
    CHECK(write(fifo, "lost", 4) == 4);
    restart();
  }
  CHECK(_condor_numrestarts == 1 && read(fifo, text, 8) == 4);
  CHECK(!strcmp(text, "kept"));
  CHECK(!connect(socket(AF_INET, SOCK_STREAM, 0), at, size));
  CHECK(accept(listener, NULL, NULL) >= 0);
  puts("end");
}
