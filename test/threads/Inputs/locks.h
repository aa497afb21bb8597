/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the tests of locks have in common. */
#pragma once
#include "thread_test.h"
#include <pthread.h>
#include <stdatomic.h>

/* A mutex of a kind such as "PI,robust,recursive". */
static inline void make_mutex(pthread_mutex_t *mutex, const char *kind) {
  pthread_mutexattr_t a;
  CHECK(!pthread_mutexattr_init(&a));
  int type = strstr(kind, "recursive")    ? PTHREAD_MUTEX_RECURSIVE
             : strstr(kind, "errorcheck") ? PTHREAD_MUTEX_ERRORCHECK
             : strstr(kind, "adaptive")   ? PTHREAD_MUTEX_ADAPTIVE_NP
                                          : PTHREAD_MUTEX_NORMAL;
  CHECK(!pthread_mutexattr_settype(&a, type));
  if (strstr(kind, "PI"))
    CHECK(!pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT));
  if (strstr(kind, "robust"))
    CHECK(!pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST));
  CHECK(!pthread_mutex_init(mutex, &a));
}

/* A thread that runs `function` until it ends or waits. */
struct waiter {
  void (*function)(void);
  _Atomic int begun, ended;
  pthread_t thread;
};

static inline void *begin_waiter(void *at) {
  struct waiter *waiter = at;
  waiter->begun = 1;
  waiter->function();
  waiter->ended = 1;
  return at;
}

static inline void start(struct waiter *waiter, void (*function)(void)) {
  *waiter = (struct waiter){.function = function};
  CHECK(!pthread_create(&waiter->thread, 0, begin_waiter, waiter));
}

static inline void start_asleep(struct waiter *waiter, void (*function)(void)) {
  start(waiter, function);
  while (!waiter->begun)
    sched_yield();
  until_asleep();
  CHECK(!waiter->ended);
}

static inline void join(struct waiter *waiter) {
  void *result;
  CHECK(!pthread_join(waiter->thread, &result) && result == waiter);
}

/* Runs it in a new thread. */
static inline void in_thread(void (*function)(void)) {
  struct waiter waiter;
  start(&waiter, function);
  join(&waiter);
}
