// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mutexes of three kinds held across a restart: locked again where their kind
// allows it, unlocked, and free afterwards; pthread_once runs once.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <pthread.h>

static int once_runs;
static void only_once(void) { ++once_runs; }

int main(void) {
  int kinds[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE,
                 PTHREAD_MUTEX_ERRORCHECK};
  pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_rwlock_t readers = PTHREAD_RWLOCK_INITIALIZER;
  pthread_t self = pthread_self();
  for (int i = 0; i < 3; ++i) {
    pthread_mutexattr_t kind;
    pthread_mutex_t mutex;
    CHECK(!pthread_mutexattr_init(&kind));
    CHECK(!pthread_mutexattr_settype(&kind, kinds[i]));
    CHECK(!pthread_mutex_init(&mutex, &kind) && !pthread_mutex_lock(&mutex));
    CHECK(!pthread_rwlock_wrlock(&readers));
    pthread_once(&once, only_once);
    checkpoint();
    pthread_once(&once, only_once);
    int again = pthread_mutex_trylock(&mutex);
    CHECK(again == (i == 1 ? 0 : EBUSY));
    CHECK(i != 1 || !pthread_mutex_unlock(&mutex));
    CHECK(i != 2 || pthread_mutex_lock(&mutex) == EDEADLK);
    CHECK(!pthread_mutex_unlock(&mutex) && !pthread_mutex_lock(&mutex));
    CHECK(!pthread_mutex_unlock(&mutex) && !pthread_mutex_destroy(&mutex));
    CHECK(!pthread_rwlock_unlock(&readers));
    CHECK(pthread_equal(self, pthread_self()));
  }
  CHECK(once_runs == 1);
  puts("good");
}
