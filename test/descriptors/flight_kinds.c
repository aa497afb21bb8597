// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What only a queue has any more: a file without a name, an epoll set and what it
// watches, a timer, a socket that listens, a lock; a socket on its way that has
// descriptors in its own queue, one in its own queue, a named datagram socket.
// RUN: %job %s %t --at-least 2
#include "../Inputs/rights.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/timerfd.h>
#include <sys/un.h>

int main(void) {
  int pair[2], inner[2], self[2], pipes[2], fds[kMostSent];
  char text[64];
  struct sockaddr_un name = {AF_UNIX, "listens"}, to = {AF_UNIX, "datagrams"};
  struct epoll_event event = {EPOLLIN, {.u64 = 7}};
  struct itimerspec soon = {{0, 0}, {0, 20000000}};
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) && !pipe(pipes));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, inner));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, self));
  int file = open(".", O_TMPFILE | O_RDWR, 0600), set = epoll_create1(0);
  int timer = timerfd_create(CLOCK_MONOTONIC, 0), locked = open(".", O_RDONLY);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  int datagrams = socket(AF_UNIX, SOCK_DGRAM, 0);
  int sender = socket(AF_UNIX, SOCK_DGRAM, 0);
  CHECK(write(file, "inside", 6) == 6 && write(pipes[1], "p", 1) == 1);
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, pipes[0], &event));
  CHECK(!timerfd_settime(timer, 0, &soon, 0) && !flock(locked, LOCK_EX));
  CHECK(!bind(listener, (struct sockaddr *)&name, sizeof name) && !listen(listener, 3));
  CHECK(!bind(datagrams, (struct sockaddr *)&to, sizeof to));
  CHECK(!connect(sender, (struct sockaddr *)&to, sizeof to));
  send_with(inner[0], "deep", 4, (int[]){file, set, timer, pipes[0]}, 4);
  send_with(pair[0], "in", 2, (int[]){inner[1], listener}, 2);
  send_one(sender, "named", locked);
  send_one(self[0], "self", self[1]);
  int closed[] = {inner[1], listener, file, set, timer, pipes[0], locked};
  for (int i = 0; i < 7; ++i)
    CHECK(!close(closed[i]));
  for (int round = 0; round < 2; ++round)
    checkpoint();
  CHECK(receive(pair[1], 64, "in", fds) == 2);
  int client = socket(AF_UNIX, SOCK_STREAM, 0), listens = fds[1];
  CHECK(!connect(client, (struct sockaddr *)&name, sizeof name));
  CHECK(accept(listens, 0, 0) >= 0 && receive(fds[0], 64, "deep", fds) == 4);
  CHECK(pread(fds[0], text, 9, 0) == 6 && !memcmp(text, "inside", 6));
  CHECK(epoll_wait(fds[1], &event, 1, 1000) == 1 && event.data.u64 == 7);
  CHECK(read(fds[2], text, 8) == 8 && read(fds[3], text, 9) == 1);
  int again = open(".", O_RDONLY), held = receive_one(datagrams, 64, "named");
  CHECK(flock(again, LOCK_SH | LOCK_NB) && !flock(held, LOCK_UN));
  CHECK(!flock(again, LOCK_SH | LOCK_NB) && write(self[0], "on", 2) == 2);
  int other = receive_one(self[1], 4, "self");
  CHECK(read(other, text, 9) == 2 && write(other, "b", 1) == 1);
  CHECK(read(self[0], text, 9) == 1 && !unlink("listens") && !unlink("datagrams"));
  puts("done");
}
