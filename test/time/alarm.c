// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An alarm(2) keeps what was left of it, and comes.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"

static volatile sig_atomic_t rang;
static void on_alarm(int sig) { rang = sig; }

int main(void) {
  sigset_t alarms, old;
  alarm(3600);
  checkpoint();
  unsigned left = alarm(0);
  CHECK(left > 3000 && left <= 3600);
  CHECK(alarm(0) == 0);
  signal(SIGALRM, on_alarm);
  sigemptyset(&alarms), sigaddset(&alarms, SIGALRM);
  sigprocmask(SIG_BLOCK, &alarms, &old);
  alarm(1);
  checkpoint();
  while (!rang)
    sigsuspend(&old);
  printf("signal %d\n", rang);
}
