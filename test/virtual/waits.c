// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// poll, select and epoll in all their forms, also while a request comes.
// RUN: %job %s %t --random 10 --stderr any --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

static int ends[2], full[2];

static void polls(sigset_t *mask) {
  struct timespec brief = {0, 1000000};
  struct pollfd list[40];
  for (int i = 0; i < 40; ++i)
    list[i] = (struct pollfd){-1, POLLIN, 99};
  list[3] = (struct pollfd){ends[0], POLLIN, 0};
  list[30] = (struct pollfd){full[0], POLLIN, 0};
  list[39] = (struct pollfd){32, POLLIN, 0};
  CHECK(poll(list, 40, 100) == 2 && list[30].revents == POLLIN);
  CHECK(list[39].revents == POLLNVAL && !list[3].revents && !list[0].revents);
  CHECK(list[3].fd == ends[0] && list[30].fd == full[0]);
  CHECK(ppoll(list, 4, &brief, mask) == 0 && poll(NULL, 0, 1) == 0);
}

static void selects(sigset_t *mask) {
  struct timeval brief = {0, 1000};
  fd_set set, errors;
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  FD_SET(full[0], &set);
  errors = set;
  CHECK(select(full[0] + 1, &set, NULL, &errors, NULL) == 1);
  CHECK(FD_ISSET(full[0], &set) && !FD_ISSET(ends[0], &set));
  CHECK(!FD_ISSET(full[0], &errors));
  CHECK(select(full[0], &set, NULL, NULL, &brief) == 0 && !FD_ISSET(full[0], &set));
  FD_SET(full[0], &set);
  CHECK(pselect(64, &set, NULL, NULL, NULL, mask) == 1);
  FD_SET(31, &set);
  CHECK(select(64, &set, NULL, NULL, NULL) == -1 && errno == EBADF);
}

int main(void) {
  sigset_t mask;
  sigfillset(&mask);
  CHECK(!pipe(ends) && !pipe(full) && write(full[1], "x", 1) == 1);
  int set = epoll_create1(0);
  struct epoll_event event = {EPOLLIN, {.u64 = 0x123456789abcdefull}}, found;
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, full[0], &event));
  CHECK(epoll_ctl(set, EPOLL_CTL_ADD, 3, &event) == -1 && errno == EBADF);
  for (int i = 0; i < 300; ++i) {
    polls(&mask);
    selects(&mask);
    CHECK(epoll_pwait(set, &found, 1, 100, &mask) == 1);
    CHECK(found.data.u64 == event.data.u64);
  }
  puts("good");
}
