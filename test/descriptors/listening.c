// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sockets that listen do so again, under the same port or name; bound and new
// ones; one that sends to an address.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_in address_of(int fd) {
  struct sockaddr_in name;
  socklen_t size = sizeof name;
  CHECK(!getsockname(fd, (struct sockaddr *)&name, &size));
  return name;
}

static int named(int type, const void *name, socklen_t size) {
  int fd = socket(((const struct sockaddr *)name)->sa_family, type, 0);
  CHECK(fd >= 0 && !bind(fd, name, size));
  return fd;
}

static void reach(int listener, int domain, const void *name, socklen_t size) {
  char byte;
  int to = socket(domain, SOCK_STREAM, 0);
  CHECK(to >= 0 && !connect(to, name, size) && write(to, "x", 1) == 1);
  int from = accept(listener, NULL, NULL);
  CHECK(from >= 0 && read(from, &byte, 1) == 1 && byte == 'x');
  close(to); // first: the port has nothing that fades away
  CHECK(read(from, &byte, 1) == 0 && !close(from));
}

int main(void) {
  struct sockaddr_in any = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_un path = {AF_UNIX, "server"}, abstract = {AF_UNIX, ""};
  snprintf(abstract.sun_path + 1, 40, "ckpt-test-%d", getpid());
  int tcp = named(SOCK_STREAM, &any, sizeof any);
  int udp = named(SOCK_DGRAM, &any, sizeof any);
  int local = named(SOCK_STREAM, &path, sizeof path);
  int hidden = named(SOCK_STREAM, &abstract, 40);
  int bound = named(SOCK_STREAM, &any, sizeof any);
  int fresh = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  int sender = socket(AF_INET, SOCK_DGRAM, 0);
  CHECK(!listen(tcp, 7) && !listen(local, 5) && !listen(hidden, 5));
  CHECK(!setsockopt(fresh, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
  struct sockaddr_in port = address_of(tcp), udp_port = address_of(udp);
  in_port_t bound_port = address_of(bound).sin_port;
  CHECK(!connect(sender, (struct sockaddr *)&udp_port, sizeof udp_port));
  for (int round = 0; round < 2; ++round) {
    char byte;
    socklen_t size = sizeof on;
    checkpoint();
    CHECK(address_of(tcp).sin_port == port.sin_port);
    CHECK(address_of(bound).sin_port == bound_port);
    CHECK(fcntl(fresh, F_GETFL) == (O_RDWR | O_NONBLOCK));
    CHECK(!getsockopt(fresh, IPPROTO_TCP, TCP_NODELAY, &on, &size) && on == 1);
    CHECK(!getsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &on, &size) && on == 0);
    CHECK(write(sender, "u", 1) == 1 && read(udp, &byte, 1) == 1);
    reach(tcp, AF_INET, &port, sizeof port);
    reach(local, AF_UNIX, &path, sizeof path);
    reach(hidden, AF_UNIX, &abstract, 40);
  }
  puts("done");
}
