// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TCP connections that have both ends in the program: what waits either way,
// ports, half closed, one end closed, both ended, IPv4 taken by IPv6.
// REQUIRES: localhost
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static struct sockaddr_in6 name = {.sin6_family = AF_INET6};
static struct sockaddr_in old = {.sin_family = AF_INET};
static int listener;

static void connect_two(int two[2]) {
  two[0] = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(!connect(two[0], (struct sockaddr *)&old, sizeof old));
  CHECK((two[1] = accept(listener, NULL, NULL)) >= 0);
}

static int port(int fd) {
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  CHECK(!getsockname(fd, (struct sockaddr *)&own, &size));
  return ntohs(own.sin_port);
}

int main(void) {
  int two[2], half[2], gone[2], over[2], yes = 1;
  char text[100000] = "";
  socklen_t size = sizeof name, one = sizeof yes;
  listener = socket(AF_INET6, SOCK_STREAM, 0);
  CHECK(!setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, one));
  CHECK(!bind(listener, (struct sockaddr *)&name, size));
  CHECK(!listen(listener, 3));
  CHECK(!getsockname(listener, (struct sockaddr *)&name, &size));
  old.sin_port = name.sin6_port, old.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connect_two(two), connect_two(half), connect_two(gone), connect_two(over);
  CHECK(!setsockopt(two[0], IPPROTO_TCP, TCP_NODELAY, &yes, one));
  CHECK(write(two[0], text, 40000) == 40000 && write(two[1], "back", 4) == 4);
  CHECK(write(half[0], "half", 4) == 4 && !shutdown(half[0], SHUT_WR));
  CHECK(write(gone[0], "last", 4) == 4 && !close(gone[0]));
  CHECK(write(over[0], "end", 3) == 3 && !shutdown(over[0], SHUT_WR));
  CHECK(!shutdown(over[1], SHUT_WR));
  int was = port(two[0]);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(port(two[0]) == was && fcntl(two[1], F_GETFL) == O_RDWR);
    CHECK(!getsockopt(two[0], IPPROTO_TCP, TCP_NODELAY, &yes, &one) && yes);
  }
  CHECK(recv(two[1], text, 40000, MSG_WAITALL) == 40000);
  CHECK(read(two[0], text, 9) == 4 && write(two[0], "!", 1) == 1);
  CHECK(read(two[1], text, 9) == 1 && text[0] == '!');
  CHECK(read(half[1], text, 9) == 4 && read(half[1], text, 9) == 0);
  CHECK(write(half[1], "on", 2) == 2 && read(half[0], text, 9) == 2);
  CHECK(read(gone[1], text, 9) == 4 && read(gone[1], text, 9) == 0);
  CHECK(read(over[1], text, 9) == 3 && read(over[1], text, 9) == 0);
  connect_two(two); // it listens
  puts("done");
}
