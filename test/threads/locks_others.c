// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spin locks, semaphores, barriers and pthread_once across restarts.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie
#include "Inputs/locks.h"
#include <semaphore.h>

static pthread_spinlock_t spin;
static sem_t semaphore;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic int spun, waited, serial, begun, done;

static void take_spin(void) {
  CHECK(!pthread_spin_lock(&spin) && ++spun && !pthread_spin_unlock(&spin));
}
static void wait_semaphore(void) { CHECK(!sem_wait(&semaphore) && ++waited); }
static void wait_barrier(void) {
  serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
}
static void begin(void) {
  begun = 1;
  CHECK(!sem_wait(&semaphore));
  ++done;
}
static void call_once(void) { CHECK(!pthread_once(&once, begin) && done == 1); }

int main(void) {
  struct waiter w[7];
  CHECK(!pthread_spin_init(&spin, 0) && !sem_init(&semaphore, 0, 0));
  CHECK(!pthread_barrier_init(&barrier, 0, 3) && !pthread_spin_lock(&spin));
  start_asleep(&w[0], call_once);
  CHECK(begun);
  start_asleep(&w[1], call_once);
  start_asleep(&w[2], wait_semaphore);
  start_asleep(&w[3], wait_barrier);
  start_asleep(&w[4], wait_barrier);
  start(&w[5], take_spin);
  checkpoint_here();
  checkpoint_here();
  CHECK(pthread_spin_trylock(&spin) == EBUSY && !pthread_spin_unlock(&spin));
  CHECK(!sem_post(&semaphore) && !sem_post(&semaphore));
  wait_barrier();
  for (int i = 0; i < 6; ++i)
    join(&w[i]);
  call_once();
  printf("%d %d %d %d\n", spun, waited, serial, done);
}
