// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that were there at the checkpoint are cancelled after the restart: in
// a wait, at any instant, and when they allow it.
// RUN: %job %s %t --build "gcc -O2 -pthread"
#include "Inputs/locks.h"
#include <semaphore.h>

static sem_t never, ready;
static _Atomic int allowed, cleaned;
static pthread_key_t key;

static void clean(void *argument) { cleaned += argument ? 1 : 100; }
static void *wait_long(void *argument) {
  CHECK(!pthread_setspecific(key, argument));
  pthread_cleanup_push(clean, argument);
  CHECK(!sem_post(&ready));
  for (;;)
    sem_wait(&never);
  pthread_cleanup_pop(0);
}
static void *run_long(void *argument) {
  CHECK(!pthread_setspecific(key, argument));
  CHECK(!pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, 0));
  CHECK(!sem_post(&ready));
  for (;;)
    __asm__ volatile("" ::: "memory");
}
static void *forbid(void *argument) {
  CHECK(!pthread_setspecific(key, argument));
  CHECK(!pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, 0));
  CHECK(!sem_post(&ready));
  while (!allowed)
    sched_yield();
  CHECK(!pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, 0));
  pthread_testcancel();
  return argument;
}
int main(void) {
  void *(*const functions[])(void *) = {wait_long, run_long, forbid};
  pthread_t thread[9];
  CHECK(!sem_init(&never, 0, 0) && !sem_init(&ready, 0, 0));
  CHECK(!pthread_key_create(&key, clean));
  for (int i = 0; i < 9; ++i) {
    CHECK(!pthread_create(&thread[i], 0, functions[i % 3], &key));
    while (sem_wait(&ready))
      CHECK(errno == EINTR);
    if (i % 3 == 2)
      checkpoint_here();
  }
  for (int i = 0; i < 9; ++i)
    CHECK(!pthread_cancel(thread[i]));
  allowed = 1;
  for (int i = 0; i < 9; ++i) {
    void *result;
    CHECK(!pthread_join(thread[i], &result) && result == PTHREAD_CANCELED);
  }
  printf("%d\n", cleaned);
}
