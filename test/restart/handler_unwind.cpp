// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The restorer of the program's handlers is a signal frame for unwinders: an
// exception thrown in a handler reaches the code that was interrupted, the
// backtrace main(), and gdb names both.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -static-pie -pie; do \
// RUN:   %ckpt g++ $mode -g -O1 -fnon-call-exceptions -I %src/test/Inputs %s \
// RUN:   -o job && ./job || exit 1; done
// RUN: ! command -v gdb || { gdb -nx -batch -ex "handle SIGSEGV nostop noprint" \
// RUN:   -ex "break on_signal" -ex run -ex backtrace ./job >out 2>&1; FileCheck %s <out; }
// CHECK: #0 {{.*}}on_signal
// CHECK-NEXT: #1  <signal handler called>
// CHECK-NEXT: #2 {{.*}}interrupted
// CHECK-NEXT: #3 {{.*}}main
#include "ckpt_test.h"
#include <execinfo.h>

static volatile int zero, kept = 7;

static void on_signal(int) {
  void *frames[16];
  CHECK(backtrace(frames, 16) >= 4);
  throw 42;
}

static __attribute__((noinline)) int interrupted(int x) {
  int wanted = x * 3 + kept;
  return *(volatile int *)(long)zero + wanted;
}

int main() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_NODEFER;
  CHECK(!sigaction(SIGSEGV, &action, nullptr));
  for (int i = 0; i < 3; ++i) {
    int caught = 0;
    try {
      interrupted(i);
    } catch (int value) {
      caught = value;
    }
    CHECK(caught == 42);
  }
}
