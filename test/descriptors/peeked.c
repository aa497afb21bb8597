// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint changes no option of a socket that it looks into, and looks at all
// of it wherever the program's own looks have come to (SO_PEEK_OFF).
// RUN: %job %s %t
#include "ckpt_test.h"
#include <arpa/inet.h>
#include <sys/socket.h>

static int get(int fd, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, name, &value, &size) ? -errno : value;
}

int main(void) {
  static const int kinds[] = {63 /* SO_TIMESTAMP_NEW */, 64 /* SO_TIMESTAMPNS_NEW */,
                              SO_TIMESTAMP, SO_TIMESTAMPNS, SO_PASSCRED, SO_PEEK_OFF};
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int pair[2], yes = 1, three = 3, server = socket(AF_INET, SOCK_STREAM, 0);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  socklen_t size = sizeof name;
  char bytes[16] = "";
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  CHECK(!setsockopt(pair[1], SOL_SOCKET, 64, &yes, sizeof yes));
  CHECK(!bind(server, (struct sockaddr *)&name, size) && !listen(server, 1));
  CHECK(!getsockname(server, (struct sockaddr *)&name, &size));
  CHECK(!connect(client, (struct sockaddr *)&name, size));
  int taken = accept(server, NULL, NULL);
  CHECK(send(client, "0123456789", 10, 0) == 10 && send(pair[0], "x", 1, 0) == 1);
  CHECK(recv(taken, bytes, 10, MSG_PEEK | MSG_WAITALL) == 10);
  if (setsockopt(taken, SOL_SOCKET, SO_PEEK_OFF, &three, sizeof three))
    printf("this kernel has no SO_PEEK_OFF of TCP\n");
  checkpoint();
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i)
    printf("%d: %d %d\n", kinds[i], get(pair[1], kinds[i]), get(taken, kinds[i]));
  CHECK(recv(taken, bytes, 16, MSG_PEEK) > 0);
  printf("%s\n", bytes);
  CHECK(recv(taken, bytes, 16, 0) == 10 && !memcmp(bytes, "0123456789", 10));
}
