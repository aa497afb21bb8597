// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A request that comes at the very instant at which the handler of a signal
// that has interrupted a wait returns: the wait is over all the same.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in static pie; do \
// RUN: %ckpt gcc -O2 -$mode -I %src/test/Inputs %s -o job || exit 1; \
// RUN: for call in pause ppoll clock_nanosleep rt_sigtimedwait; do \
// RUN:   timeout 60 strace -o trace -e inject=$call:signal=SIGUSR1:when=1 \
// RUN:   -e inject=rt_sigreturn:signal=SIGUSR2:when=1 ./job -_condor_nowarn \
// RUN:   -_condor_ckpt im $call || exit 1; \
// RUN:   FileCheck %s < trace && ./job -_condor_restart im || exit 1; done; done
// CHECK: --- SIGUSR1
// CHECK-NEXT: rt_sigreturn
// CHECK-NEXT: --- SIGUSR2
// CHECK: rename
#include "ckpt_test.h"
#include <poll.h>
#include <time.h>

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

int main(int argc, char **argv) {
  const char *call = argv[argc - 1];
  struct timespec t = {1000, 0};
  sigset_t none;
  sigemptyset(&none);
  signal(SIGUSR1, on_signal);
  int done = !strcmp(call, "pause") ? pause()
             : !strcmp(call, "ppoll") ? poll(0, 0, 1000000)
             : !strcmp(call, "clock_nanosleep")
                 ? -(errno = clock_nanosleep(CLOCK_REALTIME, 0, &t, &t)) / EINTR
                 : sigtimedwait(&none, 0, &t);
  CHECK(done == -1 && errno == EINTR && seen == SIGUSR1);
}
