// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mutexes with a priority ceiling (PTHREAD_PRIO_PROTECT) that are held across
// restarts: the owner keeps the ceiling's priority until it unlocks, others wait
// and get them, and the ceiling can be changed.
// REQUIRES: root
// RUN: chrt --fifo 1 true || exit 0
// RUN: %job %s %t --build "gcc -O2 -pthread"
#include "Inputs/locks.h"
#include <sched.h>

static pthread_mutex_t mutex;

static int priority(void) {
  struct sched_param now;
  int policy;
  CHECK(!pthread_getschedparam(pthread_self(), &policy, &now) && policy == SCHED_FIFO);
  struct sched_param kernels;
  CHECK(sched_getscheduler(0) == SCHED_FIFO && !sched_getparam(0, &kernels));
  return kernels.sched_priority;
}
static void set_priority(int priority) {
  CHECK(!pthread_setschedparam(pthread_self(), SCHED_FIFO, &(struct sched_param){priority}));
}
static void make(int type) {
  pthread_mutexattr_t a;
  CHECK(!pthread_mutexattr_init(&a) && !pthread_mutexattr_settype(&a, type));
  CHECK(!pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_PROTECT));
  CHECK(!pthread_mutexattr_setprioceiling(&a, 20) && !pthread_mutex_init(&mutex, &a));
}
static void take(void) {
  set_priority(4);
  CHECK(pthread_mutex_trylock(&mutex) == EBUSY);
  CHECK(priority() == 4);
  CHECK(!pthread_mutex_lock(&mutex));
  CHECK(priority() > 4 && !pthread_mutex_unlock(&mutex));
  CHECK(priority() == 4);
}
static void too_high(void) {
  set_priority(40);
  CHECK(pthread_mutex_lock(&mutex) == EINVAL && pthread_mutex_trylock(&mutex) == EINVAL);
}
static void hold(int type) {
  struct waiter before, after;
  int old;
  make(type);
  CHECK(!pthread_mutex_lock(&mutex) && priority() == 20);
  start_asleep(&before, take);
  checkpoint_here();
  CHECK(priority() == 20);
  start_asleep(&after, take);
  checkpoint_here();
  in_thread(too_high);
  CHECK(!before.ended && !after.ended && priority() == 20);
  if (type == PTHREAD_MUTEX_RECURSIVE) {
    CHECK(!pthread_mutex_lock(&mutex) && !pthread_mutex_unlock(&mutex) && priority() == 20);
    CHECK(!pthread_mutex_setprioceiling(&mutex, 25, &old) && old == 20 && priority() == 25);
  } else if (type == PTHREAD_MUTEX_ERRORCHECK) {
    CHECK(pthread_mutex_lock(&mutex) == EDEADLK);
    CHECK(pthread_mutex_setprioceiling(&mutex, 25, &old) == EDEADLK);
  }
  CHECK(!pthread_mutex_unlock(&mutex) && priority() == 3);
  join(&before);
  join(&after);
  CHECK(!pthread_mutex_setprioceiling(&mutex, 30, &old) && old == (type == PTHREAD_MUTEX_RECURSIVE ? 25 : 20));
  CHECK(pthread_mutex_setprioceiling(&mutex, 100, 0) == EINVAL && priority() == 3);
  CHECK(!pthread_mutex_lock(&mutex) && priority() == 30);
  CHECK(!pthread_mutex_unlock(&mutex) && priority() == 3 && !pthread_mutex_destroy(&mutex));
}
int main(void) {
  set_priority(3);
  hold(PTHREAD_MUTEX_NORMAL);
  hold(PTHREAD_MUTEX_RECURSIVE);
  hold(PTHREAD_MUTEX_ERRORCHECK);
  puts("right");
}
