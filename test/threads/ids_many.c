// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads are stopped anywhere in looking up the id of one of many, and go on
// after the restart.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 20 --modes pie,static
#include "ckpt_test.h"
#include <pthread.h>

enum { kIdle = 100, kBusy = 3, kMany = 600000 };
static pthread_t idle[kIdle];
static pthread_mutex_t end = PTHREAD_MUTEX_INITIALIZER;

static void *stay(void *unused) {
  CHECK(!pthread_mutex_lock(&end) && !pthread_mutex_unlock(&end));
  return unused;
}

static void *look_up(void *unused) {
  for (int i = 0; i < kMany; ++i)
    CHECK(!pthread_kill(idle[i % kIdle], 0));
  return unused;
}

int main(void) {
  pthread_t busy[kBusy];
  CHECK(!pthread_mutex_lock(&end));
  for (int i = 0; i < kIdle; ++i)
    CHECK(!pthread_create(&idle[i], 0, stay, 0));
  for (int i = 0; i < kBusy; ++i)
    CHECK(!pthread_create(&busy[i], 0, look_up, 0));
  for (int i = 0; i < kBusy; ++i)
    CHECK(!pthread_join(busy[i], 0));
  CHECK(!pthread_mutex_unlock(&end));
  for (int i = 0; i < kIdle; ++i)
    CHECK(!pthread_join(idle[i], 0));
  puts("all found");
}
