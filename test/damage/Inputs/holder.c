// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Holds one descriptor of each kind that has a content, and vacates.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

int main(void) {
  int ends[2], pair[2], set = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  struct itimerspec later = {{1, 0}, {100000, 0}};
  struct sockaddr_un name = {AF_UNIX, "name"};
  sigset_t signals;
  sigemptyset(&signals);
  int file = open("gone", O_RDWR | O_CREAT, 0600), memory = memfd_create("m", 0);
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  int bound = socket(AF_UNIX, SOCK_STREAM, 0);
  return pipe(ends) || socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) ||
         write(ends[1], "pipe", 4) != 4 || write(pair[1], "pair", 4) != 4 ||
         write(file, "file", 4) != 4 || write(memory, "memory", 6) != 6 ||
         unlink("gone") || timerfd_settime(timer, 0, &later, 0) ||
         signalfd(-1, &signals, 0) < 0 || eventfd(5, 0) < 0 ||
         epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event) ||
         bind(bound, (struct sockaddr *)&name, sizeof name) || raise(SIGTSTP);
}
