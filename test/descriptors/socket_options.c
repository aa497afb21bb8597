// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Options of sockets, groups they have joined, netlink sockets.
// REQUIRES: localhost
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static const struct { int of, level, name, value; } options[] = {
    {0, IPPROTO_IP, IP_PKTINFO, 1},         {0, IPPROTO_IP, IP_RECVERR, 1},
    {0, IPPROTO_IP, IP_MULTICAST_TTL, 7},   {0, IPPROTO_IP, IP_FREEBIND, 1},
    {0, IPPROTO_IP, IP_MTU_DISCOVER, 2},    {0, SOL_SOCKET, SO_PRIORITY, 3},
    {0, SOL_SOCKET, SO_TIMESTAMP, 1},       {0, SOL_SOCKET, SO_RXQ_OVFL, 1},
    {1, IPPROTO_TCP, TCP_SYNCNT, 3},        {1, IPPROTO_TCP, TCP_LINGER2, 9},
    {1, IPPROTO_TCP, TCP_MAXSEG, 1000},     {1, IPPROTO_TCP, TCP_CORK, 1},
    {2, SOL_SOCKET, SO_PEEK_OFF, 2}};
enum { kCount = sizeof options / sizeof *options };

int main(void) {
  int pair[2], link = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  int of[] = {socket(AF_INET, SOCK_DGRAM, 0), socket(AF_INET, SOCK_STREAM, 0), 0};
  struct sockaddr_nl own = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
  struct ip_mreqn group = {{htonl(0xef010203)}, {htonl(INADDR_LOOPBACK)}, 0};
  socklen_t size = sizeof own;
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) && write(pair[1], "ab", 2));
  of[2] = pair[0];
  CHECK(!bind(link, (struct sockaddr *)&own, size));
  CHECK(!getsockname(link, (struct sockaddr *)&own, &size));
  unsigned port = own.nl_pid;
  CHECK(!setsockopt(of[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
  for (int i = 0; i < kCount; ++i)
    CHECK(!setsockopt(of[options[i].of], options[i].level, options[i].name,
                      &options[i].value, sizeof(int)));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int i = 0; i < kCount; ++i) {
      int value = -1;
      socklen_t one = sizeof value;
      CHECK(!getsockopt(of[options[i].of], options[i].level, options[i].name,
                        &value, &one) && value == options[i].value);
    }
    CHECK(setsockopt(of[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group) ==
              -1 && errno == EADDRINUSE);
    CHECK(!getsockname(link, (struct sockaddr *)&own, &size));
    CHECK(own.nl_pid == port && own.nl_groups == RTMGRP_LINK);
  }
  puts("done");
}
