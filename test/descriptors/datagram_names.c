// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Local sockets with names: a pair of datagrams that got one (SO_PASSCRED gives it),
// with what waits in it; one that is connected to a name that was removed; and a
// client with a name of its own beside the server that still listens.
// RUN: %job %s %t
#include "ckpt_test.h"
#include <sys/socket.h>
#include <sys/un.h>

static void show(int fd) {
  char bytes[64];
  struct sockaddr_un from;
  socklen_t size = sizeof from;
  ssize_t n = recvfrom(fd, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
  printf("%zd bytes, a name of %d\n", n, n < 0 ? 0 : (int)size), fflush(stdout);
}

int main(void) {
  struct sockaddr_un gone = {AF_UNIX, "gone"}, name = {AF_UNIX, ""}, none = {AF_UNIX, ""};
  int pair[2], yes = 1, server = socket(AF_UNIX, SOCK_STREAM, 0);
  int to = socket(AF_UNIX, SOCK_DGRAM, 0), from = socket(AF_UNIX, SOCK_DGRAM, 0);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  socklen_t size = sizeof name;
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
  CHECK(!setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes));
  CHECK(send(pair[0], "one", 3, 0) == 3 && send(pair[1], "three", 5, 0) == 5);
  CHECK(!bind(to, (struct sockaddr *)&gone, sizeof gone));
  CHECK(!connect(from, (struct sockaddr *)&gone, sizeof gone) && !unlink("gone"));
  CHECK(send(from, "waits", 5, 0) == 5);
  CHECK(!bind(server, (struct sockaddr *)&none, 2) && !listen(server, 2));
  CHECK(!getsockname(server, (struct sockaddr *)&name, &size));
  CHECK(!bind(client, (struct sockaddr *)&none, 2));
  CHECK(!connect(client, (struct sockaddr *)&name, size));
  int taken = accept(server, NULL, NULL);
  checkpoint();
  show(pair[0]), show(pair[1]), show(to), show(taken);
  CHECK(send(from, "more", 4, 0) == 4 && access("gone", F_OK));
  show(to);
  CHECK(!connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&name, size));
  CHECK(send(client, "hello", 5, 0) == 5);
  show(taken);
}
