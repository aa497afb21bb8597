// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timers in descriptors: clock, interval, what remained, expirations that were
// not read, the disarmed one.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <time.h>

static int timer(int clock, int flags, struct itimerspec setting) {
  int fd = timerfd_create(clock, TFD_NONBLOCK);
  CHECK(fd >= 0 && !timerfd_settime(fd, flags, &setting, NULL));
  return fd;
}

static double left(int fd, double interval) {
  struct itimerspec now;
  CHECK(!timerfd_gettime(fd, &now));
  CHECK((double)now.it_interval.tv_sec == interval);
  return (double)now.it_value.tv_sec + (double)now.it_value.tv_nsec / 1e9;
}

int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t ticks;
  int later = timer(CLOCK_MONOTONIC, 0,
                    (struct itimerspec){{77, 0}, {100000, 5}});
  int at = timer(CLOCK_REALTIME, TFD_TIMER_ABSTIME,
                 (struct itimerspec){{0, 0}, {now.tv_sec + 100000, 0}});
  int off = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  int done = timer(CLOCK_MONOTONIC, 0, (struct itimerspec){{0, 0}, {0, 1}});
  int soon = timer(CLOCK_MONOTONIC, 0,
                   (struct itimerspec){{0, 0}, {0, 200000000}});
  struct pollfd ready = {done, POLLIN, 0};
  CHECK(poll(&ready, 1, -1) == 1);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(left(later, 77) > 90000 && left(later, 77) <= 100001);
    CHECK(left(at, 0) > 90000 && left(at, 0) <= 100001);
    CHECK(left(off, 0) == 0 && fcntl(off, F_GETFD) == FD_CLOEXEC);
    CHECK(poll(&ready, 1, 0) == 1);
  }
  CHECK(read(done, &ticks, 8) == 8 && ticks == 1 && read(done, &ticks, 8) < 0);
  ready.fd = soon;
  CHECK(poll(&ready, 1, -1) == 1 && read(soon, &ticks, 8) == 8 && ticks == 1);
  CHECK(read(later, &ticks, 8) == -1 && errno == EAGAIN);
  puts("done");
}
