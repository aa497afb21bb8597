// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// As many descriptors as the limit allows, of all kinds, each with its own.
// RUN: %job %s %t --modes pie --prefix "prlimit --nofile=1024:4096"
// RUN: %job %s %t-hard --modes pie --prefix "prlimit --nofile=1024:1040"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

enum { kLimit = 1024 };
static int of_kind[kLimit];

int main(void) {
  int set = epoll_create1(0), last = 0, ends[2];
  for (int i = 0; last >= 0 && last < kLimit - 8; ++i) {
    if (i % 3 == 0)
      CHECK(!pipe(ends) && write(ends[1], &i, sizeof i) == sizeof i);
    last = i % 3 == 0   ? ends[0]
           : i % 3 == 1 ? eventfd((unsigned)i, EFD_NONBLOCK)
                        : open("/dev/null", O_RDONLY);
    of_kind[last] = i + 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = last};
    if (i % 3 == 1)
      CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, last, &event));
  }
  while (dup(0) >= 0)
    ;
  CHECK(errno == EMFILE);
  checkpoint();
  CHECK(dup(0) == -1 && errno == EMFILE);
  int seen = 0, found = 0;
  for (int fd = 0; fd < kLimit; ++fd) {
    int i = of_kind[fd] - 1;
    uint64_t counter = 0;
    if (i >= 0 && i % 3 == 0)
      CHECK(read(fd, &found, sizeof found) == sizeof found && found == i);
    if (i >= 0 && i % 3 == 1)
      CHECK(read(fd, &counter, 8) == 8 && counter == (uint64_t)i);
    seen += i >= 0;
  }
  printf("%d\n", seen);
}
