// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mutex of each kind is held across two restarts, by the first thread and by
// another, with threads waiting for it; then it is used in every way.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie --args "normal" --args "recursive" --args "errorcheck" --args "adaptive" --args "robust" --args "robust,recursive" --args "PI" --args "PI,recursive" --args "PI,errorcheck" --args "PI,robust" --args "PI,robust,recursive" --args "PI,adaptive"
#include "Inputs/locks.h"

static const char *kind;
static pthread_mutex_t mutex;
static int turns;

static void try_busy(void) { CHECK(pthread_mutex_trylock(&mutex) == EBUSY); }
static void try_late(void) {
  struct timespec past = in_ms(CLOCK_REALTIME, 2), now = in_ms(CLOCK_MONOTONIC, 2);
  CHECK(pthread_mutex_timedlock(&mutex, &past) == ETIMEDOUT);
  if (!strstr(kind, "PI"))
    CHECK(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &now) == ETIMEDOUT);
}
static void take_turn(void) {
  struct timespec late = in_ms(CLOCK_REALTIME, 100000);
  CHECK(!pthread_mutex_lock(&mutex) && ++turns && !pthread_mutex_unlock(&mutex));
  CHECK(!pthread_mutex_timedlock(&mutex, &late) && !pthread_mutex_unlock(&mutex));
}
static void hold(void) {
  struct waiter waiting[3];
  CHECK(!pthread_mutex_lock(&mutex));
  for (int i = 0; i < 3; ++i)
    start_asleep(&waiting[i], take_turn);
  checkpoint_here();
  in_thread(try_busy);
  checkpoint_here();
  in_thread(try_late);
  if (strstr(kind, "recursive"))
    CHECK(!pthread_mutex_lock(&mutex) && !pthread_mutex_unlock(&mutex));
  if (strstr(kind, "errorcheck"))
    CHECK(pthread_mutex_lock(&mutex) == EDEADLK);
  CHECK(turns == 0 && !pthread_mutex_unlock(&mutex));
  for (int i = 0; i < 3; ++i)
    join(&waiting[i]);
  CHECK(turns == 3 && !pthread_mutex_trylock(&mutex));
  in_thread(try_busy);
  CHECK(!pthread_mutex_unlock(&mutex));
  turns = 0;
}
int main(int count, char **arguments) {
  make_mutex(&mutex, kind = count > 1 ? arguments[1] : "?");
  hold();
  in_thread(hold);
  CHECK(!pthread_mutex_destroy(&mutex));
  puts("right");
}
