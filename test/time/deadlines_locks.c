// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Semaphores and read-write locks with a limit of CLOCK_MONOTONIC where libc is
// told the right time only, as in deadlines.c. Other clocks and wrong times are
// libc's to judge.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --build "gcc -O2 -pthread" --build "gcc -O2 -pthread -fuse-ld=lld" --modes static,pie --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"
#include <semaphore.h>

static sem_t none;
static pthread_rwlock_t written = PTHREAD_RWLOCK_INITIALIZER;

static void *wait_in(void *kind) {
  clockid_t clock = (long)kind > 2 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  struct timespec until = in_ms(clock, 1000);
  int result = 0;
  switch ((long)kind % 3) {
  case 0: CHECK(sem_clockwait(&none, clock, &until) == -1), result = errno; break;
  case 1: result = pthread_rwlock_clockrdlock(&written, clock, &until); break;
  default: result = pthread_rwlock_clockwrlock(&written, clock, &until);
  }
  CHECK(result == ETIMEDOUT);
  check_over(clock, until, (long)kind);
  return kind;
}

static void judged(void) {
  struct timespec never = {0, 1000000000}, soon = in_ms(CLOCK_MONOTONIC, 100);
  pthread_rwlock_t free = PTHREAD_RWLOCK_INITIALIZER;
  CHECK(sem_clockwait(&none, CLOCK_MONOTONIC, &never) == -1 && errno == EINVAL);
  CHECK(sem_clockwait(&none, CLOCK_BOOTTIME, &soon) == -1 && errno == EINVAL);
  CHECK(pthread_rwlock_clockwrlock(&written, CLOCK_MONOTONIC, &never) == EINVAL);
  CHECK(pthread_rwlock_clockrdlock(&written, CLOCK_BOOTTIME, &soon) == EINVAL);
  CHECK(!pthread_rwlock_clockrdlock(&free, CLOCK_MONOTONIC, &soon));
  CHECK(pthread_rwlock_clockwrlock(&free, CLOCK_MONOTONIC, &soon) == ETIMEDOUT);
}

int main(void) {
  CHECK(!sem_init(&none, 0, 0) && !pthread_rwlock_wrlock(&written));
  waits_over_checkpoints(6, wait_in);
  judged();
  CHECK(!sem_post(&none) && !sem_clockwait(&none, CLOCK_MONOTONIC, &(struct timespec){0, 0}));
  puts("on time");
}
