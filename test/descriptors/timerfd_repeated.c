// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Repeated timers in descriptors go on, also one that has expired and was not
// read: the kernel shows that nothing of its time is left.  One that is set to
// repeat, and not started, stays so.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <poll.h>
#include <sys/timerfd.h>

static uint64_t expired(int fd) {
  struct pollfd ready = {fd, POLLIN, 0};
  uint64_t ticks = 0;
  CHECK(poll(&ready, 1, -1) == 1);
  CHECK(read(fd, &ticks, sizeof ticks) == sizeof ticks);
  return ticks;
}

int main(void) {
  struct itimerspec every = {{0, 3000000}, {0, 3000000}}, now;
  struct itimerspec fast = {{0, 100}, {0, 100}}, never = {{5, 0}, {0, 0}};
  int fd = timerfd_create(CLOCK_MONOTONIC, 0);
  int other = timerfd_create(CLOCK_BOOTTIME, 0);
  int off = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  CHECK(!timerfd_settime(fd, 0, &every, 0));
  CHECK(!timerfd_settime(other, 0, &fast, 0));
  CHECK(!timerfd_settime(off, 0, &never, 0));
  for (int round = 0; round < 3; ++round) {
    struct pollfd ready = {fd, POLLIN, 0};
    CHECK(poll(&ready, 1, -1) == 1);
    checkpoint();
    CHECK(expired(fd) >= 1 && expired(fd) >= 1);
    CHECK(expired(other) >= 1 && expired(other) >= 1);
    CHECK(!timerfd_gettime(fd, &now) && now.it_value.tv_nsec);
    CHECK(now.it_interval.tv_nsec == 3000000);
    CHECK(!timerfd_gettime(off, &now) && now.it_interval.tv_sec == 5);
    CHECK(!now.it_value.tv_sec && !now.it_value.tv_nsec);
    CHECK(read(off, &now, 8) == -1 && errno == EAGAIN);
  }
  puts("done");
}
