// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The signal mask comes back, and blocking everything (sigfillset) does not
// keep a checkpoint out, in the program and in its handlers.
// RUN: %job %s %t --at-least 4 --stderr any
#include "ckpt_test.h"

static volatile int handled;
static void on_signal(int sig) {
  checkpoint(); // SIGTSTP and SIGUSR2 are in sa_mask
  handled = sig;
}

int main(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigset_t set, now;
  sigfillset(&set), sigfillset(&action.sa_mask);
  sigprocmask(SIG_SETMASK, &set, 0);
  checkpoint();
  sigprocmask(SIG_BLOCK, 0, &now);
  for (int sig = 1; sig < 32; ++sig)
    if (sig != SIGKILL && sig != SIGSTOP && sig != SIGTSTP && sig != SIGUSR2)
      CHECK(sigismember(&now, sig));
  sigemptyset(&set), sigaddset(&set, SIGHUP), sigaddset(&set, SIGRTMAX);
  sigprocmask(SIG_SETMASK, &set, 0);
  checkpoint();
  sigprocmask(SIG_BLOCK, 0, &now);
  for (int sig = 1; sig <= 64; ++sig)
    CHECK(sigismember(&now, sig) == (sig == SIGHUP || sig == SIGRTMAX) ||
          sig == 32 || sig == 33);
  sigaction(SIGUSR1, &action, 0);
  raise(SIGUSR1);
  CHECK(handled == SIGUSR1);
  checkpoint();
  puts("good");
}
