// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An epoll set comes back with all that it watches: data, events, a set in a
// set, one that has fired, a number that was closed, one number twice.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int set;

static void add(int fd, unsigned events, uint64_t data) {
  struct epoll_event event = {.events = events, .data.u64 = data};
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, fd, &event));
}

static int compare(const void *a, const void *b) {
  const struct epoll_event *x = a, *y = b;
  return x->data.u64 < y->data.u64 ? -1 : x->data.u64 > y->data.u64;
}

static void show(void) {
  struct epoll_event ready[16];
  int n = epoll_wait(set, ready, 16, 0);
  qsort(ready, (size_t)n, sizeof *ready, compare);
  for (int i = 0; i < n; ++i)
    printf("%x %llx\n", ready[i].events, (unsigned long long)ready[i].data.u64);
  puts(".");
  fflush(stdout);
}

int main(void) {
  int ends[2], quiet[2];
  set = epoll_create1(EPOLL_CLOEXEC);
  int outer = epoll_create1(0), counter = eventfd(1, EFD_NONBLOCK);
  int shot = eventfd(1, 0), old = eventfd(1, 0), kept = dup(old);
  struct epoll_event inner = {.events = EPOLLIN, .data.u64 = 7}, got;
  CHECK(!pipe(ends) && !pipe(quiet));
  CHECK(!epoll_ctl(outer, EPOLL_CTL_ADD, set, &inner));
  add(ends[0], EPOLLIN | EPOLLRDHUP, 0xfedcba9876543210);
  add(ends[1], EPOLLOUT, 2);
  add(quiet[0], EPOLLIN | EPOLLPRI, 3);
  add(shot, EPOLLIN | EPOLLONESHOT, 4);
  show(); // the one shot has fired
  add(counter, EPOLLIN | EPOLLONESHOT, 5);
  add(old, EPOLLIN, 6);
  close(old); // watched still, as `kept` is the same
  CHECK(dup2(counter, old) == old);
  add(old, EPOLLOUT, 8);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(fcntl(set, F_GETFD) == FD_CLOEXEC);
    CHECK(write(ends[1], "x", 1) == 1);
    show();
    CHECK(epoll_wait(outer, &got, 1, 0) == 1 && got.data.u64 == 7);
  }
  struct epoll_event again = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = 44};
  CHECK(!epoll_ctl(set, EPOLL_CTL_MOD, shot, &again));
  CHECK(!epoll_ctl(set, EPOLL_CTL_DEL, ends[0], NULL));
  close(kept); // nobody has that file any more
  show();
}
