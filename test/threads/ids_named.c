// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that name a thread reach it after restarts: threads that were there at
// the checkpoint, and new ones.
// RUN: %job %s %t --build "gcc -O2 -pthread"
#include "Inputs/locks.h"
#include <sched.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <time.h>

static sem_t go, caught;
static _Atomic int value;

static void handler(int sig, siginfo_t *info, void *context) {
  value = info->si_code == SI_QUEUE ? info->si_value.sival_int : sig;
  CHECK(context && !sem_post(&caught));
}
static void wait_for_go(void) {
  while (sem_wait(&go))
    CHECK(errno == EINTR);
}
static void expect(int sent, int wanted) {
  CHECK(!sent);
  while (sem_wait(&caught))
    CHECK(errno == EINTR);
  CHECK(value == wanted);
}
static void name_it(pthread_t thread) {
  cpu_set_t all, one, now;
  char name[16];
  clockid_t clock;
  struct timespec used;
  int policy;
  struct sched_param param;
  expect(pthread_kill(thread, SIGUSR1), SIGUSR1);
  expect(pthread_sigqueue(thread, SIGUSR1, (union sigval){.sival_int = 77}), 77);
  CHECK(pthread_kill(thread, 99) == EINVAL && !pthread_kill(thread, 0));
  CHECK(!pthread_getaffinity_np(thread, sizeof all, &all) && CPU_COUNT(&all));
  CPU_ZERO(&one);
  for (int cpu = 0; !CPU_COUNT(&one); ++cpu)
    if (CPU_ISSET(cpu, &all))
      CPU_SET(cpu, &one);
  CHECK(!pthread_setaffinity_np(thread, sizeof one, &one));
  CHECK(!pthread_getaffinity_np(thread, sizeof now, &now) && CPU_EQUAL(&now, &one));
  CHECK(!pthread_setaffinity_np(thread, sizeof all, &all));
  CHECK(!pthread_setname_np(thread, "another name"));
  CHECK(!pthread_getname_np(thread, name, sizeof name) && !strcmp(name, "another name"));
  CHECK(!pthread_getcpuclockid(thread, &clock) && !clock_gettime(clock, &used));
  CHECK(!pthread_getschedparam(thread, &policy, &param) && policy == SCHED_OTHER);
  CHECK(!pthread_setschedparam(thread, SCHED_BATCH, &param));
  CHECK(!pthread_getschedparam(thread, &policy, &param) && policy == SCHED_BATCH);
  CHECK(pthread_setschedprio(thread, 7) == EINVAL && !pthread_setschedprio(thread, 0));
  CHECK(!pthread_setschedparam(thread, SCHED_OTHER, &param));
}
int main(void) {
  struct waiter old, new;
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  CHECK(!sem_init(&go, 0, 0) && !sem_init(&caught, 0, 0));
  CHECK(!sigaction(SIGUSR1, &action, 0));
  start_asleep(&old, wait_for_go);
  name_it(old.thread);
  checkpoint_here();
  name_it(old.thread);
  start_asleep(&new, wait_for_go);
  name_it(new.thread);
  name_it(pthread_self());
  checkpoint_here();
  name_it(old.thread);
  name_it(new.thread);
  CHECK(pthread_tryjoin_np(old.thread, 0) == EBUSY);
  CHECK(!sem_post(&go) && !sem_post(&go));
  join(&old);
  CHECK(!pthread_detach(new.thread));
  puts("right");
}
