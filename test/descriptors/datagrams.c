// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Datagrams that wait, with their senders: UDP, local ones by name and without;
// a local socket that sends to a name.
// REQUIRES: localhost
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static void *at(void *name) { return name; }

int main(void) {
  struct sockaddr_in net = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {0}}, from;
  struct sockaddr_un file = {AF_UNIX, "takes"}, other = {AF_UNIX, "sends"}, who;
  socklen_t size = sizeof net, length = sizeof file;
  char text[64] = "";
  int udp = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
  int takes = socket(AF_UNIX, SOCK_DGRAM, 0), sends = socket(AF_UNIX, SOCK_DGRAM, 0);
  int nameless = socket(AF_UNIX, SOCK_DGRAM, 0);
  CHECK(!bind(udp, at(&net), size) && !getsockname(udp, at(&net), &size));
  CHECK(!connect(out, at(&net), size));
  CHECK(!bind(takes, at(&file), length) && !bind(sends, at(&other), length));
  CHECK(!connect(sends, at(&file), length));
  CHECK(send(out, "net", 3, 0) == 3 && send(sends, "one", 3, 0) == 3);
  CHECK(sendto(nameless, "two", 3, 0, at(&file), length) == 3);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(send(sends, "more", 4, 0) == 4 && send(out, "more", 4, 0) == 4);
  }
  CHECK(recvfrom(udp, text, 64, 0, at(&from), &size) == 3);
  CHECK(!getsockname(out, at(&net), &size) && from.sin_port == net.sin_port);
  CHECK(recvfrom(takes, text, 64, 0, at(&who), &length) == 3);
  CHECK(!strcmp(who.sun_path, "sends") && !strcmp(text, "one"));
  length = sizeof who;
  CHECK(recvfrom(takes, text, 64, 0, at(&who), &length) == 3);
  CHECK(length <= offsetof(struct sockaddr_un, sun_path));
  for (int round = 0; round < 2; ++round)
    CHECK(recv(takes, text, 64, 0) == 4 && recv(udp, text, 64, 0) == 4);
  puts("done");
}
