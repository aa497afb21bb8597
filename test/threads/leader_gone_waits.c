// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits of the others, when the first thread has ended, are not cut short.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 8
#include "ckpt_test.h"
#include <poll.h>
#include <pthread.h>
#include <time.h>

static void *work(void *argument) {
  for (int i = 0; i < 150; ++i) {
    struct timespec time = {0, 8000000};
    CHECK(!nanosleep(&time, 0));
    CHECK(poll(0, 0, 8) == 0);
  }
  puts(argument);
  exit(0);
}

int main(void) {
  pthread_t thread;
  CHECK(!pthread_create(&thread, 0, work, "slept"));
  pthread_exit(0);
}
