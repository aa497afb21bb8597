// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel wakes one thread for a request and another one may take it: the
// first one's wait, which is no system call that the kernel makes again, must
// not end with EINTR.  A signal with a handler of the program's own ends it.
// RUN: %job %s %t --build "gcc -O2 -pthread" --args 60 --random 30 \
// RUN:   --at-least 4 --modes pie,static --limit 60
#include "thread_test.h"
#include <sys/epoll.h>
#include <sys/sem.h>
#include <sys/timerfd.h>

enum { kNoise = 3 };
static volatile int over;

static void handle(int sig) { (void)sig; }

// Takes signals all the time, and so those of others.
static void *take_signals(void *unused) {
  while (!over)
    CHECK(!pthread_kill(pthread_self(), SIGRTMIN + 1));
  return unused;
}

static const struct itimerspec every = {{0, 2000000}, {0, 2000000}}, never;

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1, set = epoll_create1(0);
  int clock = timerfd_create(CLOCK_MONOTONIC, 0);
  struct epoll_event event = {.events = EPOLLIN};
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  struct sigevent by_signal = {.sigev_notify = SIGEV_THREAD_ID,
                               .sigev_signo = SIGRTMIN + 2};
  struct timespec limit = {20, 0};
  pthread_t noise[kNoise];
  sigset_t one;
  timer_t timer;
  uint64_t ticks;
  sigemptyset(&one);
  sigaddset(&one, SIGRTMIN + 3);
  CHECK(!pthread_sigmask(SIG_BLOCK, &one, 0));
  by_signal._sigev_un._tid = gettid();
  CHECK(!sigaction(SIGRTMIN + 1, &action, 0));
  CHECK(!sigaction(SIGRTMIN + 2, &action, 0));
  CHECK(!timer_create(CLOCK_MONOTONIC, &by_signal, &timer));
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, clock, &event));
  for (int i = 0; i < kNoise; ++i)
    CHECK(!pthread_create(&noise[i], 0, take_signals, 0));
  for (int i = 0; i < rounds; ++i) {
    CHECK(!timerfd_settime(clock, 0, &every, 0));
    CHECK(epoll_wait(set, &event, 1, 20000) == 1);
    CHECK(read(clock, &ticks, sizeof ticks) == sizeof ticks);
    CHECK(!timerfd_settime(clock, 0, &never, 0));
    // Its handler's.
    CHECK(!timer_settime(timer, 0, &every, 0));
    CHECK(epoll_wait(set, &event, 1, 20000) == -1 && errno == EINTR);
    CHECK(sigtimedwait(&one, 0, &limit) == -1 && errno == EINTR);
    CHECK(!timer_settime(timer, 0, &never, 0));
  }
  over = 1;
  for (int i = 0; i < kNoise; ++i)
    CHECK(!pthread_join(noise[i], 0));
  puts("good");
}
