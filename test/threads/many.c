// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thousand threads on small stacks.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 2 --modes pie,static
#include "ckpt_test.h"
#include <limits.h>
#include <pthread.h>

enum { kThreads = 1000 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waiting, round_now;
static long sum;

static void *work(void *argument) {
  pthread_mutex_lock(&mutex);
  for (int round = 1; round <= 2; ++round) {
    ++waiting;
    pthread_cond_broadcast(&changed);
    while (round_now < round)
      pthread_cond_wait(&changed, &mutex);
    sum += (long)argument;
  }
  pthread_mutex_unlock(&mutex);
  return 0;
}

int main(void) {
  static pthread_t thread[kThreads];
  pthread_attr_t small;
  CHECK(!pthread_attr_init(&small));
  CHECK(!pthread_attr_setstacksize(&small, PTHREAD_STACK_MIN + 16384));
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], &small, work, (void *)i));
  for (int round = 1; round <= 2; ++round) {
    pthread_mutex_lock(&mutex);
    while (waiting < kThreads)
      pthread_cond_wait(&changed, &mutex);
    checkpoint();
    waiting = 0;
    round_now = round;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
  }
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  printf("%ld\n", sum);
}
