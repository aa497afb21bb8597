// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep that a request interrupts goes on as if nothing had been; but when
// a signal with a handler comes while the image is written (here: at fsync),
// the sleep ends as it would have without a request.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && %ckpt gcc -I %src/test/Inputs %s -o %t/job
// RUN: strace -o %t/trace -e trace=clock_nanosleep,fsync \
// RUN:   -e inject=clock_nanosleep:signal=SIGUSR2:when=1 \
// RUN:   -e inject=fsync:signal=SIGUSR1:when=1 %t/job -_condor_ckpt %t/im
// RUN: FileCheck %s < %t/trace
// The same when it is saved with the image, and comes at the restart.
// RUN: strace -o %t/trace -e inject=clock_nanosleep:signal=SIGTSTP:when=1 \
// RUN:   -e inject=process_vm_readv:signal=SIGUSR1:when=1 %t/job \
// RUN:   -_condor_ckpt %t/im || [ $? = 140 ]
// RUN: %t/job -_condor_restart %t/im
// CHECK: clock_nanosleep
// CHECK: SIGUSR2
// CHECK: fsync
// CHECK: SIGUSR1
// CHECK-NOT: clock_nanosleep
#include "ckpt_test.h"
#include <time.h>

static volatile int handled;
static void on_signal(int sig) { handled = sig; }

int main(void) {
  struct timespec left = {10, 0};
  signal(SIGUSR1, on_signal);
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR);
  CHECK(handled == SIGUSR1);
}
