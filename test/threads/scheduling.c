// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads keep the processors, nice value and policy that they were given, and
// those of others stay as they were.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 2 --modes pie,static
#include "ckpt_test.h"
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static pthread_barrier_t meeting;
static cpu_set_t first, all;

static int nice_value(void) {
  return getpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid));
}

static void *work(void *argument) {
  struct sched_param none = {0};
  cpu_set_t now;
  int given = argument != 0;
  if (given) {
    CHECK(!pthread_setaffinity_np(pthread_self(), sizeof first, &first));
    CHECK(!setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 7));
    CHECK(!sched_setscheduler(0, SCHED_BATCH, &none));
  }
  for (int i = 0; i < 2; ++i) {
    pthread_barrier_wait(&meeting); // the first thread asks
    pthread_barrier_wait(&meeting);
    CHECK(!sched_getaffinity(0, sizeof now, &now));
    CHECK(CPU_EQUAL(&now, given ? &first : &all));
    CHECK((nice_value() == 7) == given);
    CHECK((sched_getscheduler(0) == SCHED_BATCH) == given);
  }
  return 0;
}

int main(void) {
  pthread_t thread[2];
  CHECK(!sched_getaffinity(0, sizeof all, &all));
  for (int cpu = 0; !CPU_COUNT(&first); ++cpu)
    if (CPU_ISSET(cpu, &all))
      CPU_SET(cpu, &first);
  CHECK(!pthread_barrier_init(&meeting, 0, 3));
  for (long i = 0; i < 2; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  for (int i = 0; i < 2; ++i) {
    pthread_barrier_wait(&meeting);
    checkpoint();
    pthread_barrier_wait(&meeting);
  }
  for (int i = 0; i < 2; ++i)
    CHECK(!pthread_join(thread[i], 0));
  puts("as they were set");
}
