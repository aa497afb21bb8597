// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each thread asks for checkpoints as often as it can, while others ask the
// process, and threads start and end.
// RUN: %job %s %t --build "gcc -O2 -pthread" --requests periodic --stderr any
#include "ckpt_test.h"
#include <pthread.h>

enum { kThreads = 4, kRequests = 12 };

static void *nothing(void *argument) { return argument; }

static void *ask(void *argument) {
  for (int i = 0; i < kRequests; ++i) {
    pthread_t thread;
    CHECK(!pthread_kill(pthread_self(), request_signal()));
    CHECK(!pthread_create(&thread, 0, nothing, 0));
    CHECK(!kill(getpid(), request_signal()));
    CHECK(!pthread_join(thread, 0));
  }
  return argument;
}

int main(void) {
  pthread_t thread[kThreads];
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, ask, 0));
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  checkpoint();
  puts("served");
}
