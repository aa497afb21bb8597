/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* usr2: a program that has use for SIGUSR2 and SIGTSTP itself. */
#include "peers.h"
#include <signal.h>

static volatile sig_atomic_t count[2];

static void handler(int number) { ++count[number == SIGTSTP]; }

int main(void) {
  signal(SIGUSR2, handler);
  signal(SIGTSTP, handler);
  raise(SIGUSR2);
  checkpoint_here();
  raise(SIGUSR2);
  raise(SIGTSTP);
  say("SIGUSR2", count[0] == 2);
  say("SIGTSTP", count[1] == 1);
}
