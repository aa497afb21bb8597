// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that wait for each other in futexes, at random instants.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 12
#include "ckpt_test.h"
#include <pthread.h>

enum { kThreads = 6, kTurns = 60000 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long turn;
static uint64_t sum = 1;

static void *work(void *argument) {
  long me = (long)argument;
  for (;;) {
    pthread_mutex_lock(&mutex);
    while (turn < kTurns && turn % kThreads != me)
      pthread_cond_wait(&changed, &mutex);
    if (turn >= kTurns)
      break;
    sum = sum * 6364136223846793005u + (uint64_t)me;
    ++turn;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
  }
  pthread_mutex_unlock(&mutex);
  return argument;
}

int main(void) {
  pthread_t thread[kThreads];
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  for (long i = 0; i < kThreads; ++i) {
    void *result;
    CHECK(!pthread_join(thread[i], &result) && (long)result == i);
  }
  printf("%llx\n", (unsigned long long)sum);
}
