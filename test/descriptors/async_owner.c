// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// O_ASYNC goes on sending its signal to the restarted process.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>

static volatile int got, from;
static void on_signal(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)context;
  ++got;
  from = info->si_fd;
}

int main(void) {
  int ends[2];
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  CHECK(!pipe(ends) && !sigaction(SIGRTMIN + 5, &action, NULL));
  CHECK(!fcntl(ends[0], F_SETOWN, getpid()));
  CHECK(!fcntl(ends[0], F_SETSIG, SIGRTMIN + 5));
  CHECK(!fcntl(ends[0], F_SETFL, O_ASYNC));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(fcntl(ends[0], F_GETFL) == (O_RDONLY | O_ASYNC));
    CHECK(fcntl(ends[0], F_GETOWN) == getpid());
    CHECK(fcntl(ends[0], F_GETSIG) == SIGRTMIN + 5);
    got = 0;
    CHECK(write(ends[1], "x", 1) == 1 && got == 1 && from == ends[0]);
  }
  puts("done");
}
