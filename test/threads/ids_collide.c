// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// New threads of a restarted program get, from the kernel, the numbers that its
// threads had before, and so do the restored ones: no lock and no call takes
// one for the other. A process namespace makes sure that it happens.
// REQUIRES: root, pid-namespaces
// RUN: rm -rf %t && mkdir %t && cd %t && %ckpt gcc -O2 -pthread -I %src/test/Inputs %s -o job
// RUN: printf '%%s\n' 'mount -t proc proc /proc; last() { echo $1 >/proc/sys/kernel/ns_last_pid; }' \
// RUN:   'last 500; ./job -_condor_nowarn -_condor_ckpt im; test $? = 140 || exit 1' \
// RUN:   'for n in 470 494 497 498 499 500 501 502 503 504 505; do cp im im2; last $n' \
// RUN:   './job -_condor_nowarn -_condor_restart im2 >out$n; test $? = 140 || exit 2; last 496' \
// RUN:   './job -_condor_nowarn -_condor_restart im2 >end$n || exit 3; done' > script
// RUN: unshare --mount --pid --fork bash script 2> err || { cat err; false; }
// RUN: cat end* | grep -c '^right$' | grep '^11$'
// RUN: cat out* end* | grep 'collided [1-9]' || { cat out*; false; }
#include "Inputs/locks.h"
#include <sched.h>
#include <semaphore.h>

enum { kOld = 3, kNew = 60 };
static pthread_mutex_t recursive[kOld], inherit[kOld], checked[kOld], lone;
static pthread_rwlock_t written[kOld];
static sem_t locked, go, caught;
static _Atomic pid_t numbers[kOld];
static _Atomic int collided, virtual_holder, index_of_next;

static void handler(int sig) { CHECK(sig == SIGUSR1 && !sem_post(&caught)); }
static void wait_for(sem_t *semaphore) {
  while (sem_wait(semaphore))
    CHECK(errno == EINTR);
}
static void hold(void) {
  int i = index_of_next++;
  numbers[i] = gettid();
  CHECK(!pthread_mutex_lock(&recursive[i]) && !pthread_mutex_lock(&inherit[i]));
  CHECK(!pthread_mutex_lock(&checked[i]) && !pthread_rwlock_wrlock(&written[i]));
  CHECK(!sem_post(&locked));
  if (i)
    wait_for(&go);
  else
    return;
  CHECK(!pthread_mutex_lock(&recursive[i]) && !pthread_mutex_unlock(&recursive[i]));
  CHECK(pthread_mutex_lock(&checked[i]) == EDEADLK);
  CHECK(pthread_rwlock_wrlock(&written[i]) == EDEADLK);
  CHECK(!pthread_mutex_unlock(&recursive[i]) && !pthread_mutex_unlock(&inherit[i]));
  CHECK(!pthread_mutex_unlock(&checked[i]) && !pthread_rwlock_unlock(&written[i]));
}
static void others_hold(void) {
  for (int i = 0; i < kOld; ++i) {
    collided += numbers[i] == gettid();
    CHECK(pthread_mutex_trylock(&recursive[i]) == EBUSY);
    CHECK(pthread_mutex_trylock(&inherit[i]) == EBUSY);
    CHECK(pthread_mutex_trylock(&checked[i]) == EBUSY);
    CHECK(pthread_mutex_unlock(&checked[i]) == EPERM);
    CHECK(pthread_rwlock_trywrlock(&written[i]) == EBUSY);
  }
}
static void come_and_go(void) {
  others_hold();
  for (int i = 0; i < kOld; ++i)
    if (numbers[i] == gettid() && !virtual_holder++) {
      CHECK(!pthread_mutex_lock(&lone) && !sem_post(&locked));
      wait_for(&go);
      CHECK(!pthread_mutex_lock(&lone) && !pthread_mutex_unlock(&lone));
      CHECK(!pthread_mutex_unlock(&lone));
    }
}
static void reach(pthread_t thread) {
  CHECK(!pthread_kill(thread, SIGUSR1));
  wait_for(&caught);
}
int main(void) {
  struct waiter old[kOld], new[kNew];
  CHECK(!sem_init(&locked, 0, 0) && !sem_init(&go, 0, 0) && !sem_init(&caught, 0, 0));
  make_mutex(&lone, "recursive");
  signal(SIGUSR1, handler);
  for (int i = 0; i < kOld; ++i) {
    make_mutex(&recursive[i], "recursive");
    make_mutex(&inherit[i], "PI");
    make_mutex(&checked[i], "errorcheck");
    CHECK(!pthread_rwlock_init(&written[i], 0));
    if (i)
      start(&old[i], hold);
    else
      hold();
    wait_for(&locked);
  }
  kill(getpid(), SIGTSTP);
  for (int i = 0; i < kNew; ++i) {
    start(&new[i], come_and_go);
    while (!new[i].ended && !virtual_holder)
      sched_yield();
  }
  until_asleep();
  for (int i = 1; i < kOld; ++i)
    reach(old[i].thread);
  printf("collided %d, holds %d\n", collided, virtual_holder);
  fflush(stdout);
  kill(getpid(), SIGTSTP);
  if (virtual_holder)
    CHECK(pthread_mutex_trylock(&lone) == EBUSY);
  in_thread(others_hold);
  for (int i = 0; i < kOld; ++i)
    CHECK(!sem_post(&go));
  for (int i = 1; i < kOld; ++i)
    join(&old[i]);
  for (int i = 0; i < kNew; ++i)
    join(&new[i]);
  CHECK(!pthread_mutex_trylock(&lone));
  puts("right");
}
