// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel wakes one thread for a request, and another may take it: the first
// one's wait, which is none that the kernel goes on with, must not end with
// EINTR.  A handler of the program's own ends it.  Requests are put off, so that
// many can come.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do %ckpt gcc $mode -O2 -pthread \
// RUN:   -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog || exit 1; done
#include "signal_noise.h"
#include <ckpt.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>

enum { kNoise = 3, kRounds = 300 };
static const struct itimerspec every = {{0, 1000000}, {0, 1000000}}, never;

int main(void) {
  int set = epoll_create1(0), clock = timerfd_create(CLOCK_MONOTONIC, 0);
  struct epoll_event event = {.events = EPOLLIN};
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  struct sigevent by_signal = {.sigev_notify = SIGEV_THREAD_ID,
                               .sigev_signo = SIGRTMIN + 2};
  pthread_t thread[kNoise + 1];
  timer_t timer;
  uint64_t ticks;
  _condor_ckpt_disable();
  by_signal._sigev_un._tid = gettid();
  CHECK(!sigaction(SIGRTMIN + 1, &action, 0));
  CHECK(!sigaction(SIGRTMIN + 2, &action, 0));
  CHECK(!timer_create(CLOCK_MONOTONIC, &by_signal, &timer));
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, clock, &event));
  for (int i = 0; i <= kNoise; ++i)
    CHECK(!pthread_create(&thread[i], 0, i ? take_signals : make_requests, 0));
  for (int i = 0; i < kRounds; ++i) {
    CHECK(!timerfd_settime(clock, 0, &every, 0));
    CHECK(epoll_wait(set, &event, 1, 20000) == 1);
    CHECK(read(clock, &ticks, sizeof ticks) == sizeof ticks);
    CHECK(!timerfd_settime(clock, 0, &never, 0));
    CHECK(!timer_settime(timer, 0, &every, 0));
    CHECK(epoll_wait(set, &event, 1, 20000) == -1 && errno == EINTR);
    CHECK(!timer_settime(timer, 0, &never, 0));
  }
  over = 1;
  for (int i = 0; i <= kNoise; ++i)
    CHECK(!pthread_join(thread[i], 0));
}
