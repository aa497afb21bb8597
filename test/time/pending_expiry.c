// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An expiry that was pending at the checkpoint comes once, with its overruns,
// and the timer goes on; so does what timer_getoverrun told before.
// RUN: %job %s %t --at-least 4
#include "ckpt_test.h"
#include <time.h>

static timer_t make(int sig) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = sig};
  timer_t timer;
  event.sigev_value.sival_int = sig + 100;
  CHECK(!timer_create(CLOCK_REALTIME, &event, &timer));
  return timer;
}

static void wait_pending(int sig) {
  sigset_t pending;
  do
    sigpending(&pending);
  while (!sigismember(&pending, sig));
}

static void take(int sig, timer_t timer, int overrun) {
  sigset_t set;
  siginfo_t info;
  sigemptyset(&set), sigaddset(&set, sig);
  CHECK(sigwaitinfo(&set, &info) == sig && info.si_code == SI_TIMER);
  CHECK(info.si_timerid == (long)timer && info.si_value.sival_int == sig + 100);
  CHECK(info.si_overrun == overrun && timer_getoverrun(timer) == overrun);
  CHECK(sigtimedwait(&set, &info, &(struct timespec){0}) == -1);
}

int main(void) {
  int signals[] = {SIGUSR1, SIGRTMIN + 2};
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, signals[0]), sigaddset(&set, signals[1]);
  sigprocmask(SIG_BLOCK, &set, 0);
  for (int i = 0; i < 2; ++i) {
    int sig = signals[i];
    timer_t often = make(sig), once = make(sig);
    struct itimerspec hourly = {{3600, 0}, {0}}, now, soon = {{0}, {0, 1}};
    clock_gettime(CLOCK_REALTIME, &hourly.it_value);
    hourly.it_value.tv_sec -= 5 * 3600 + 1800; // five and a half hours ago
    CHECK(!timer_settime(often, TIMER_ABSTIME, &hourly, 0));
    wait_pending(sig);
    checkpoint();
    take(sig, often, 5);
    checkpoint();
    CHECK(timer_getoverrun(often) == 5 && !timer_gettime(often, &now));
    CHECK(now.it_interval.tv_sec == 3600 && now.it_value.tv_sec <= 1800);
    CHECK(!timer_settime(once, 0, &soon, 0));
    wait_pending(sig);
    checkpoint();
    take(sig, once, 0);
    CHECK(!timer_delete(often) && !timer_delete(once));
    checkpoint();
  }
  puts("five missed, told once");
}
