// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads take and give back locks of every kind at full speed, and requests
// come at random instants.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --random 15 --args 20000
#include "Inputs/locks.h"

enum { kThreads = 4, kKinds = 9 };
static const char *const kinds[kKinds] = {
    "normal", "recursive", "errorcheck", "robust", "robust,recursive",
    "PI", "PI,recursive", "PI,robust", "PI,robust,errorcheck"};
static pthread_mutex_t mutex[kKinds];
static pthread_cond_t changed[kKinds];
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static long rounds, counted[kKinds], written;
static _Atomic long number;

static void take(int k, long turn) {
  switch (turn % 3) {
  case 0:
    CHECK(!pthread_mutex_lock(&mutex[k]));
    return;
  case 1:
    for (int error; (error = pthread_mutex_trylock(&mutex[k]));)
      CHECK(error == EBUSY && !sched_yield());
    return;
  default:;
    struct timespec late = in_ms(CLOCK_REALTIME, 1000000);
    CHECK(!pthread_mutex_timedlock(&mutex[k], &late));
  }
}
static void work(void) {
  long me = number++;
  for (long turn = me; turn < rounds; ++turn) {
    int k = (int)(turn % kKinds);
    take(k, turn / kKinds);
    if (strstr(kinds[k], "recursive"))
      CHECK(!pthread_mutex_lock(&mutex[k]) && !pthread_mutex_unlock(&mutex[k]));
    ++counted[k];
    CHECK(!pthread_cond_broadcast(&changed[k]));
    if (turn % 7 == 0) {
      struct timespec soon = in_ms(CLOCK_REALTIME, 1);
      int error = pthread_cond_timedwait(&changed[k], &mutex[k], &soon);
      CHECK(!error || error == ETIMEDOUT);
    }
    CHECK(!pthread_mutex_unlock(&mutex[k]));
    CHECK(!pthread_rwlock_wrlock(&rwlock) && ++written);
    CHECK(pthread_rwlock_wrlock(&rwlock) == EDEADLK);
    CHECK(!pthread_rwlock_unlock(&rwlock));
  }
}
int main(int count, char **arguments) {
  struct waiter thread[kThreads];
  rounds = count > 1 ? atol(arguments[1]) : 1000;
  for (int k = 0; k < kKinds; ++k) {
    make_mutex(&mutex[k], kinds[k]);
    CHECK(!pthread_cond_init(&changed[k], 0));
  }
  for (int i = 0; i < kThreads; ++i)
    start(&thread[i], work);
  for (int i = 0; i < kThreads; ++i)
    join(&thread[i]);
  for (int k = 0; k < kKinds; ++k)
    CHECK(!pthread_mutex_destroy(&mutex[k]));
  printf("%ld %ld\n", counted[0], written);
}
