// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// raise() reaches the program itself, wherever in it the checkpoint comes.
// RUN: %job %s %t --random 20 --at-least 3
#include "ckpt_test.h"

static volatile unsigned long seen;
static void on_usr1(int sig) { seen += (unsigned)sig; }

int main(void) {
  CHECK(signal(SIGUSR1, on_usr1) != SIG_ERR);
  for (unsigned long i = 1; i <= 50000; ++i) {
    CHECK(!(i & 1 ? raise(SIGUSR1) : gsignal(SIGUSR1)));
    CHECK(seen == i * SIGUSR1);
  }
  CHECK(raise(65) == -1 && errno == EINVAL);
  printf("%lu\n", seen);
}
