// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads wait for a condition across two restarts, with a mutex of each kind:
// without end, and with one that does not come. One is cancelled.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --args "normal" --args "recursive" --args "errorcheck" --args "robust" --args "PI" --args "PI,recursive" --args "PI,robust"
#include "Inputs/locks.h"

static pthread_mutex_t mutex;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int go, woken;

static void unlock(void *unused) {
  CHECK(!unused && !pthread_mutex_unlock(&mutex));
}
static void wait_for_it(void) {
  struct timespec late = in_ms(CLOCK_REALTIME, 600000);
  CHECK(!pthread_mutex_lock(&mutex));
  pthread_cleanup_push(unlock, 0);
  while (!go)
    CHECK(!pthread_cond_wait(&changed, &mutex));
  while (go < 2)
    CHECK(!pthread_cond_timedwait(&changed, &mutex, &late));
  ++woken;
  pthread_cleanup_pop(1);
}
static void wait_in_vain(void) {
  struct timespec soon = in_ms(CLOCK_REALTIME, 5), now = in_ms(CLOCK_MONOTONIC, 5);
  CHECK(!pthread_mutex_lock(&mutex));
  CHECK(pthread_cond_timedwait(&changed, &mutex, &soon) == ETIMEDOUT);
  CHECK(pthread_cond_clockwait(&changed, &mutex, CLOCK_MONOTONIC, &now) == ETIMEDOUT);
  CHECK(!pthread_mutex_unlock(&mutex));
}
static void next(void) {
  CHECK(!pthread_mutex_lock(&mutex) && ++go && !pthread_cond_broadcast(&changed) &&
        !pthread_mutex_unlock(&mutex));
}
int main(int count, char **arguments) {
  struct waiter waiting[4];
  void *result;
  make_mutex(&mutex, count > 1 ? arguments[1] : "?");
  for (int i = 0; i < 4; ++i)
    start_asleep(&waiting[i], wait_for_it);
  checkpoint_here();
  CHECK(!pthread_cancel(waiting[3].thread) &&
        !pthread_join(waiting[3].thread, &result) && result == PTHREAD_CANCELED);
  next();
  in_thread(wait_in_vain);
  until_asleep();
  checkpoint_here();
  in_thread(next);
  for (int i = 0; i < 3; ++i)
    join(&waiting[i]);
  printf("%d\n", woken);
}
