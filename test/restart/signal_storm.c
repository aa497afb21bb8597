// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Three hundred requests, one every millisecond, among signals of the program's own that are
// counted: none of those is lost or served twice.
// RUN: %job %s %t --requests periodic --storm 0.001 --random 300 \
// RUN:   --at-least 3
#include "ckpt_test.h"

static volatile uint64_t handled, last;
static void on_signal(int sig, siginfo_t *info, void *context) {
  (void)context;
  CHECK(sig == SIGRTMIN + 3);
  CHECK(info->si_value.sival_int == (int)last + 1); // in order
  ++handled, ++last;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  CHECK(!sigaction(SIGRTMIN + 3, &action, 0));
  unsigned sum = 1;
  for (int i = 1; i <= 200000; ++i) {
    while (sigqueue(getpid(), SIGRTMIN + 3, (union sigval){.sival_int = i}))
      CHECK(errno == ESRCH);
    CHECK(handled == (uint64_t)i);
    for (int j = 0; j < 500; ++j)
      sum = sum * 1664525 + 1013904223;
  }
  printf("%u %lu\n", sum, handled);
}
