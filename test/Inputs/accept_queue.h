/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sockets that listen, and connections to them. */
#pragma once
#include "ckpt_test.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* `name`: struct sockaddr_un or sockaddr_in; a port that is chosen is filled in. */
static inline int listen_at(void *name, socklen_t size, int type, int backlog) {
  struct sockaddr *at = name;
  int fd = socket(at->sa_family, type, 0), yes = 1;
  CHECK(!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
  if (at->sa_family == AF_INET)
    ((struct sockaddr_in *)name)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(fd >= 0 && !bind(fd, at, size) && !listen(fd, backlog));
  CHECK(at->sa_family != AF_INET || !getsockname(fd, at, &size));
  return fd;
}

static inline int connect_to(const void *name, socklen_t size, int type) {
  int fd = socket(((const struct sockaddr *)name)->sa_family, type, 0);
  CHECK(fd >= 0 && !connect(fd, name, size));
  return fd;
}

static inline int port_of(int fd) {
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  CHECK(!getsockname(fd, (struct sockaddr *)&own, &size));
  return ntohs(own.sin_port);
}
