// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timers signal with their value, the process or the thread, once or again and
// again, across checkpoints.
// RUN: %job %s %t --at-least 4
#include "ckpt_test.h"
#include <sys/syscall.h>
#include <time.h>
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

int main(void) {
  timer_t often, once;
  struct sigevent to_thread = {.sigev_notify = SIGEV_THREAD_ID,
                               .sigev_signo = SIGRTMIN + 1};
  struct sigevent to_process = {.sigev_notify = SIGEV_SIGNAL,
                                .sigev_signo = SIGUSR1};
  struct itimerspec soon = {{0, 2000000}, {0, 2000000}}, later = {{0}, {1, 0}};
  siginfo_t info;
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGRTMIN + 1), sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, 0);
  to_thread.sigev_notify_thread_id = gettid();
  to_thread.sigev_value.sival_ptr = &often;
  to_process.sigev_value.sival_int = 7;
  CHECK(!timer_create(CLOCK_MONOTONIC, &to_thread, &often));
  CHECK(!timer_create(CLOCK_REALTIME, &to_process, &once));
  CHECK(!timer_settime(often, 0, &soon, 0));
  CHECK(!timer_settime(once, 0, &later, 0));
  for (int round = 0; round < 4; ++round) {
    checkpoint();
    for (int i = 0; i < 3;) {
      int sig = sigwaitinfo(&set, &info);
      CHECK(info.si_code == SI_TIMER);
      if (sig == SIGUSR1) { // a slow machine gets here before
        CHECK(!timer_settime(once, 0, &later, 0));
        continue;
      }
      CHECK(info.si_value.sival_ptr == &often && info.si_timerid == (long)often);
      CHECK(timer_getoverrun(often) == info.si_overrun);
      ++i;
    }
  }
  CHECK(!timer_delete(often));
  sigdelset(&set, SIGRTMIN + 1);
  CHECK(sigwaitinfo(&set, &info) == SIGUSR1 && info.si_value.sival_int == 7);
  CHECK(sigtimedwait(&set, &info, &(struct timespec){0}) == -1);
  puts("each came");
}
