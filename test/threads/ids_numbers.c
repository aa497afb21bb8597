// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread's number from before a restart means the same thread in calls that
// take one; gettid and getpid tell the kernel's numbers.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie
#include "Inputs/locks.h"
#include <sched.h>
#include <semaphore.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static sem_t go, caught;
static _Atomic pid_t number;
static _Atomic int sum;

static void handler(int sig) {
  sum += sig;
  CHECK(!sem_post(&caught));
}
static void wait_for_go(void) {
  number = gettid();
  while (sem_wait(&go))
    CHECK(errno == EINTR);
}
static void signals(pid_t thread) {
  int before = sum;
  CHECK(!tgkill(getpid(), thread, SIGUSR1));
  while (sem_wait(&caught))
    CHECK(errno == EINTR);
  CHECK(!syscall(SYS_tgkill, getpid(), thread, SIGUSR1));
  while (sem_wait(&caught))
    CHECK(errno == EINTR);
  CHECK(sum == before + 2 * SIGUSR1);
}
static void schedules(pid_t thread, int nice) {
  struct sched_param param;
  cpu_set_t set;
  CHECK(!sched_getaffinity(thread, sizeof set, &set));
  CHECK(!sched_setaffinity(thread, sizeof set, &set));
  CHECK(syscall(SYS_sched_getaffinity, thread, sizeof set, &set) > 0);
  CHECK(!sched_getparam(thread, &param) && !sched_setparam(thread, &param));
  CHECK(!sched_setscheduler(thread, SCHED_BATCH, &param));
  CHECK(sched_getscheduler(thread) == SCHED_BATCH);
  CHECK(syscall(SYS_sched_getscheduler, thread) == SCHED_BATCH);
  CHECK(!sched_setscheduler(thread, SCHED_OTHER, &param));
  CHECK(!setpriority(PRIO_PROCESS, (id_t)thread, nice));
  CHECK(getpriority(PRIO_PROCESS, (id_t)thread) == nice);
}
int main(void) {
  struct waiter waiter;
  pid_t first = getpid();
  CHECK(!sem_init(&go, 0, 0) && !sem_init(&caught, 0, 0));
  CHECK(signal(SIGUSR1, handler) != SIG_ERR);
  start_asleep(&waiter, wait_for_go);
  for (int generation = 0; generation < 3; ++generation) {
    signals(number);
    schedules(number, 2 * generation + 2);
    schedules(first, 2 * generation + 1);
    CHECK(getpriority(PRIO_PROCESS, (id_t)number) == 2 * generation + 2);
    CHECK(gettid() == getpid() && syscall(SYS_gettid) == getpid());
    checkpoint_here();
  }
  CHECK(tgkill(getpid(), 1 << 22, 0) == -1 && errno == ESRCH);
  errno = 0;
  CHECK(getpriority(PRIO_PROCESS, 1 << 22) == -1 && errno == ESRCH);
  CHECK(getpriority(PRIO_USER, 0) <= 19 && getpriority(-1, 0) == -1);
  CHECK(!sem_post(&go));
  join(&waiter);
  printf("%d\n", sum);
}
