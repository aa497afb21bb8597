// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that ignores or handles SIGTSTP and SIGUSR2 itself is still
// checkpointed by them.
// RUN: %job %s %t --at-least 3 --stderr any
#include "ckpt_test.h"

static void never(int sig) { check_failed("own handler", sig); }

int main(void) {
  for (int round = 0; round < 3; ++round) {
    struct sigaction action = {.sa_handler = round == 0   ? SIG_IGN
                                             : round == 1 ? SIG_DFL
                                                          : never};
    CHECK(!sigaction(SIGTSTP, &action, 0) && !sigaction(SIGUSR2, &action, 0));
    checkpoint();
  }
  puts("good");
}
