// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A rwlock is held for writing, then for reading, across restarts, with others
// waiting.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie
#include "Inputs/locks.h"

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int written;

static void try_both(void) {
  struct timespec soon = in_ms(CLOCK_REALTIME, 2);
  CHECK(pthread_rwlock_tryrdlock(&lock) == EBUSY);
  CHECK(pthread_rwlock_trywrlock(&lock) == EBUSY);
  CHECK(pthread_rwlock_timedrdlock(&lock, &soon) == ETIMEDOUT);
}
static void try_write(void) { CHECK(pthread_rwlock_trywrlock(&lock) == EBUSY); }
static void read_it(void) {
  CHECK(!pthread_rwlock_rdlock(&lock) && !pthread_rwlock_unlock(&lock));
}
static void write_it(void) {
  CHECK(!pthread_rwlock_wrlock(&lock) && ++written && !pthread_rwlock_unlock(&lock));
}
static void hold(void) {
  struct waiter reader, writer, other;
  CHECK(!pthread_rwlock_wrlock(&lock));
  start_asleep(&reader, read_it);
  start_asleep(&writer, write_it);
  checkpoint_here();
  CHECK(pthread_rwlock_wrlock(&lock) == EDEADLK);
  in_thread(try_both);
  checkpoint_here();
  CHECK(pthread_rwlock_rdlock(&lock) == EDEADLK);
  CHECK(!pthread_rwlock_unlock(&lock));
  join(&reader);
  join(&writer);
  CHECK(!pthread_rwlock_rdlock(&lock));
  start_asleep(&other, write_it);
  checkpoint_here();
  in_thread(try_write);
  CHECK(!pthread_rwlock_unlock(&lock));
  join(&other);
}
int main(void) {
  hold();
  in_thread(hold);
  CHECK(!pthread_rwlock_trywrlock(&lock) && !pthread_rwlock_unlock(&lock));
  printf("%d\n", written);
}
