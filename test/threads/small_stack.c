// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A warning at a call of the program's finds room on the smallest stack that a
// thread may have.
// RUN: for mode in -static -pie; do \
// RUN:   %ckpt gcc -O2 -pthread $mode -I %src/test/Inputs %s -o %t && \
// RUN:   %t -_condor_ckpt %t.im 2>&1 | FileCheck %s || exit 1; done
// CHECK: Condor: Warning: UNSUP: the program handles or blocks signal
// CHECK: handled in the thread
#include "ckpt_test.h"
#include <limits.h>
#include <pthread.h>

static void on_signal(int sig) { (void)sig; }

static void *work(void *unused) {
  CHECK(signal(SIGUSR2, on_signal) != SIG_ERR);
  return unused;
}

int main(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  CHECK(!pthread_attr_setstacksize(&attributes, (size_t)PTHREAD_STACK_MIN));
  CHECK(!pthread_create(&thread, &attributes, work, NULL));
  CHECK(!pthread_join(thread, NULL));
  puts("handled in the thread");
}
