// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an epoll set has told already it does not tell again: files that have
// fired (EPOLLONESHOT) and are ready for nothing, and by EPOLLET.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static int set;

static void control(int what, int fd, unsigned events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  CHECK(!epoll_ctl(set, what, fd, &event));
}

static int told(void) {
  struct epoll_event events[16];
  return epoll_wait(set, events, 16, 0);
}

int main(void) {
  int reads[2], writes[2], pair[2], full[2], edge = eventfd(1, EFD_NONBLOCK);
  char text[4096] = "";
  set = epoll_create1(0);
  CHECK(!pipe(reads) && !pipe2(writes, O_NONBLOCK));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, full));
  control(EPOLL_CTL_ADD, edge, EPOLLIN | EPOLLOUT | EPOLLET);
  control(EPOLL_CTL_ADD, reads[0], EPOLLIN | EPOLLONESHOT);
  control(EPOLL_CTL_ADD, writes[1], EPOLLOUT | EPOLLONESHOT);
  control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLONESHOT);
  control(EPOLL_CTL_ADD, full[0], EPOLLOUT | EPOLLONESHOT);
  CHECK(write(reads[1], "x", 1) == 1 && write(pair[1], "x", 1) == 1);
  CHECK(told() == 5);
  CHECK(read(reads[0], text, 9) == 1 && read(pair[0], text, 9) == 1);
  while (write(writes[1], text, sizeof text) > 0)
    ;
  while (write(full[0], text, sizeof text) > 0)
    ;
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(told() == 0);
  }
  close(reads[1]), close(writes[0]), close(pair[1]), close(full[1]);
  CHECK(told() == 0);
  control(EPOLL_CTL_MOD, reads[0], EPOLLIN | EPOLLONESHOT);
  CHECK(told() == 1 && write(edge, "1234567", 8) == 8 && told() == 1);
  puts("done");
}
