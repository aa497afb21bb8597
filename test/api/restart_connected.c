// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// restart() of a program that has TCP connections with both ends inside: the old
// ones are let go first, ports and what waits are as at the checkpoint, and what
// came later is gone; again in a second life.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog -_condor_ckpt image 2> err | grep -q '^end$' && \
// RUN:   not grep Error err || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <netinet/in.h>
#include <sys/socket.h>

static struct sockaddr_in6 any = {.sin6_family = AF_INET6,
                                  .sin6_addr = IN6ADDR_LOOPBACK_INIT};

static void connect_pair(int listener, int ends[2]) {
  struct sockaddr_in6 at;
  socklen_t size = sizeof at;
  CHECK(!getsockname(listener, (void *)&at, &size));
  ends[0] = socket(AF_INET6, SOCK_STREAM, 0);
  CHECK(!connect(ends[0], (void *)&at, size));
  CHECK((ends[1] = accept(listener, 0, 0)) >= 0);
}

static void expect(int socket, const char *text) {
  char got[64] = "";
  size_t size = strlen(text);
  CHECK(recv(socket, got, size, MSG_WAITALL) == (ssize_t)size);
  CHECK(!strcmp(got, text));
  CHECK(recv(socket, got, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN);
}

static int port(int socket) {
  struct sockaddr_in6 at;
  socklen_t size = sizeof at;
  CHECK(!getpeername(socket, (void *)&at, &size));
  return at.sin6_port;
}

int main(void) {
  int listener = socket(AF_INET6, SOCK_STREAM, 0), pair[2], half[2];
  CHECK(!bind(listener, (void *)&any, sizeof any) && !listen(listener, 3));
  connect_pair(listener, pair);
  connect_pair(listener, half);
  CHECK(send(half[0], "last", 4, 0) == 4 && !shutdown(half[0], SHUT_WR));
  CHECK(send(pair[0], "there", 5, 0) == 5 && send(pair[1], "back", 4, 0) == 4);
  int ports[] = {port(pair[0]), port(pair[1])};
  for (int life = 0; life < 2; ++life) {
    ckpt();
    if (_condor_numrestarts != life)
      continue;
    expect(pair[1], "there");
    CHECK(send(pair[0], "lost", 4, 0) == 4 && send(pair[1], "lost", 4, 0) == 4);
    CHECK(!shutdown(pair[1], SHUT_RDWR) && !close(half[0]));
    restart();
  }
  CHECK(_condor_numrestarts == 2);
  CHECK(port(pair[0]) == ports[0] && port(pair[1]) == ports[1]);
  expect(pair[1], "there"), expect(pair[0], "back");
  char got[8];
  CHECK(recv(half[1], got, 8, MSG_WAITALL) == 4 && !memcmp(got, "last", 4));
  CHECK(send(half[1], "on", 2, 0) == 2 && send(pair[1], "on", 2, 0) == 2);
  expect(half[0], "on"), expect(pair[0], "on");
  puts("end");
}
