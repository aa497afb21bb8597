// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// raise() reaches this process after a restart, and abort() ends it by SIGABRT.
// RUN: %job %s %t --at-least 1 --status=-6
#include "ckpt_test.h"

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

int main(void) {
  signal(SIGUSR1, on_signal);
  signal(SIGABRT, on_signal);
  checkpoint();
  CHECK(!raise(SIGUSR1) && seen == SIGUSR1);
  puts("abort");
  fflush(stdout);
  abort();
}
