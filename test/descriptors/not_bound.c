// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A socket that had no name has none: it can be bound, and is given none.  One of
// IPv6 that got its address by connect(2) does not keep IPv4 away from then on.
// RUN: %job %s %t
#include "ckpt_test.h"
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <sys/socket.h>

static void show(int fd) {
  unsigned char name[64];
  socklen_t size = sizeof name;
  CHECK(!getsockname(fd, (struct sockaddr *)name, &size));
  for (socklen_t i = 0; i < size; ++i)
    printf("%02x", name[i]);
  printf("\n"), fflush(stdout);
}

int main(void) {
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in6 here = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
  struct sockaddr_nl port = {.nl_family = AF_NETLINK, .nl_pid = 1u << 30 | (unsigned)getpid()};
  int fds[] = {socket(AF_INET, SOCK_STREAM, 0), socket(AF_INET6, SOCK_STREAM, 0),
               socket(AF_INET, SOCK_DGRAM, 0), socket(AF_INET6, SOCK_DGRAM, 0),
               socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)};
  int to = socket(AF_INET6, SOCK_DGRAM, 0), from = socket(AF_INET6, SOCK_DGRAM, 0), only = 1;
  socklen_t size = sizeof here;
  CHECK(!bind(to, (struct sockaddr *)&here, size));
  CHECK(!getsockname(to, (struct sockaddr *)&here, &size));
  CHECK(!connect(from, (struct sockaddr *)&here, size));
  checkpoint();
  for (int i = 0; i < 5; ++i)
    show(fds[i]);
  CHECK(!bind(fds[0], (struct sockaddr *)&any, sizeof any) && !listen(fds[0], 1));
  CHECK(!bind(fds[2], (struct sockaddr *)&any, sizeof any));
  CHECK(!bind(fds[4], (struct sockaddr *)&port, sizeof port));
  size = sizeof only;
  CHECK(!getsockopt(from, IPPROTO_IPV6, IPV6_V6ONLY, &only, &size) && !only);
  CHECK(send(from, "hello", 5, 0) == 5 && recv(to, fds, 5, 0) == 5);
}
