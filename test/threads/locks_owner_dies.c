// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The owner of a robust mutex ends without giving it back: who holds it across
// restarts, who takes it after one, who was created after one.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --args "robust" --args "robust,recursive" --args "robust,errorcheck" --args "PI,robust" --args "PI,robust,recursive"
#include "Inputs/locks.h"

static pthread_mutex_t held, later;
static pthread_barrier_t barrier;
static int deaths;

static void take_over(pthread_mutex_t *mutex) {
  CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD && ++deaths);
  CHECK(!pthread_mutex_consistent(mutex) && !pthread_mutex_unlock(mutex));
}
static void take_over_held(void) { take_over(&held); }
static void lock_later(void) { CHECK(!pthread_mutex_lock(&later)); }
static void die(void) {
  CHECK(!pthread_mutex_lock(&held));
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  lock_later();
}
int main(int count, char **arguments) {
  struct waiter owner, waiting;
  make_mutex(&held, count > 1 ? arguments[1] : "?");
  make_mutex(&later, arguments[1]);
  CHECK(!pthread_barrier_init(&barrier, 0, 2));
  start(&owner, die);
  pthread_barrier_wait(&barrier);
  start_asleep(&waiting, take_over_held);
  checkpoint_here();
  checkpoint_here();
  pthread_barrier_wait(&barrier);
  join(&owner);
  join(&waiting);
  take_over(&later);
  in_thread(lock_later);
  take_over(&later);
  CHECK(!pthread_mutex_lock(&held));
  checkpoint_here();
  CHECK(!pthread_mutex_unlock(&held));
  printf("%d\n", deaths);
}
