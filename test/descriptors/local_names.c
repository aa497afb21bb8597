// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Local sockets keep their names where they are connected within the program;
// one whose file was removed does not bring it back.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/socket.h>
#include <sys/un.h>

static void *at(void *name) { return name; }

int main(void) {
  struct sockaddr_un served = {AF_UNIX, "served"}, client = {AF_UNIX, "client"};
  struct sockaddr_un gone = {AF_UNIX, "gone"}, who;
  socklen_t size = sizeof served;
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  int asks = socket(AF_UNIX, SOCK_STREAM, 0);
  int hidden = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  CHECK(!bind(listener, at(&served), size) && !listen(listener, 3));
  CHECK(!bind(hidden, at(&gone), size) && !listen(hidden, 3));
  CHECK(!unlink("gone") && !bind(asks, at(&client), size));
  CHECK(!connect(asks, at(&served), size));
  int taken = accept(listener, NULL, NULL);
  CHECK(write(asks, "hello", 5) == 5);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    size = sizeof who;
    CHECK(!getpeername(asks, at(&who), &size) && !strcmp(who.sun_path, "served"));
    size = sizeof who;
    CHECK(!getpeername(taken, at(&who), &size) && !strcmp(who.sun_path, "client"));
    CHECK(access("gone", F_OK) == -1 && !access("served", F_OK));
    size = sizeof who;
    CHECK(!getsockname(hidden, at(&who), &size) && !strcmp(who.sun_path, "gone"));
  }
  char text[9];
  int more = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(read(taken, text, 9) == 5 && !connect(more, at(&served), sizeof served));
  puts("done");
}
