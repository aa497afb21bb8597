// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads start and end all the time, detached ones too.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 12
#include "ckpt_test.h"
#include <pthread.h>
#include <semaphore.h>

enum { kRounds = 60000 };
static sem_t ended;

static void *work(void *argument) {
  return (void *)((long)argument * 3 + 1);
}

static void *work_detached(void *argument) {
  sem_post(&ended);
  return argument;
}

int main(void) {
  uint64_t sum = 0;
  pthread_attr_t detached;
  CHECK(!sem_init(&ended, 0, 0));
  CHECK(!pthread_attr_init(&detached));
  CHECK(!pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED));
  for (long i = 0; i < kRounds; ++i) {
    pthread_t joined, other;
    void *result;
    CHECK(!pthread_create(&joined, 0, work, (void *)i));
    CHECK(!pthread_create(&other, &detached, work_detached, 0));
    CHECK(!pthread_join(joined, &result));
    while (sem_wait(&ended))
      CHECK(errno == EINTR);
    sum = sum * 31 + (uint64_t)result;
  }
  printf("%llx\n", (unsigned long long)sum);
}
