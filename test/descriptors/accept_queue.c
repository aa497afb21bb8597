// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connections of the program's own that wait to be accepted: local ones in the
// order in which they were made, with a name, shut, of a queue that is full;
// TCP; what is sent after the checkpoint arrives.
// REQUIRES: localhost
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t --at-least 2 --uid 65534 --modes pie,static
#include "accept_queue.h"
#include <fcntl.h>
#include <poll.h>

static void meet(int listener, int client, const char *from) {
  struct sockaddr_un name = {0};
  socklen_t size = sizeof name;
  char byte[2] = "";
  int end = accept(listener, (struct sockaddr *)&name, &size);
  CHECK(end >= 0 && write(client, "x", 1) == 1 && read(end, byte, 1) == 1);
  CHECK(write(end, "y", 1) == 1 && read(client, byte, 1) == 1 && *byte == 'y');
  CHECK(!from || !strcmp(name.sun_path, from));
  close(end), close(client);
}

int main(void) {
  struct sockaddr_un path = {AF_UNIX, "server"}, own = {AF_UNIX, "client"};
  struct sockaddr_un hidden = {AF_UNIX, ""}, packet = {AF_UNIX, "packets"};
  struct sockaddr_in tcp = {AF_INET};
  snprintf(hidden.sun_path + 1, 40, "ckpt-queue-%d", getpid());
  int a = listen_at(&path, sizeof path, SOCK_STREAM, 1);
  int b = listen_at(&hidden, 40, SOCK_STREAM, 5);
  int c = listen_at(&packet, sizeof packet, SOCK_SEQPACKET, 5);
  int d = listen_at(&tcp, sizeof tcp, SOCK_STREAM, 5), empty;
  struct sockaddr_in6 new = {AF_INET6, tcp.sin_port}; // the same port
  int e = socket(AF_INET6, SOCK_STREAM, 0), on = 1;
  CHECK(!setsockopt(e, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on));
  CHECK(!bind(e, (struct sockaddr *)&new, sizeof new) && !listen(e, 2));
  int one = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int two = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(!bind(one, (struct sockaddr *)&own, sizeof own));
  CHECK(!connect(two, (struct sockaddr *)&path, sizeof path)); // the first
  CHECK(!connect(one, (struct sockaddr *)&path, sizeof path)); // it is full
  int shut = connect_to(&hidden, 40, SOCK_STREAM);
  int three = connect_to(&packet, sizeof packet, SOCK_SEQPACKET);
  int four = connect_to(&tcp, sizeof tcp, SOCK_STREAM);
  int over = connect_to(&tcp, sizeof tcp, SOCK_STREAM);
  int port = port_of(four);
  CHECK(!shutdown(shut, SHUT_WR) && !shutdown(over, SHUT_WR));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    struct pollfd ready[] = {{a, POLLIN, 0}, {d, POLLIN, 0}, {four, POLLIN, 0}};
    CHECK(poll(ready, 3, 1000) == 2 && !ready[2].revents);
    CHECK(port_of(four) == port && fcntl(one, F_GETFL) & O_NONBLOCK);
  }
  fcntl(one, F_SETFL, O_RDWR);
  meet(a, two, NULL), meet(a, one, "client"), meet(c, three, NULL);
  meet(d, four, NULL);
  char byte;
  CHECK((empty = accept(b, NULL, NULL)) >= 0 && read(empty, &byte, 1) == 0);
  CHECK(write(empty, "z", 1) == 1 && read(shut, &byte, 1) == 1);
  CHECK((empty = accept(d, NULL, NULL)) >= 0 && read(empty, &byte, 1) == 0);
  CHECK(write(empty, "z", 1) == 1 && read(over, &byte, 1) == 1 && byte == 'z');
  puts("done");
}
