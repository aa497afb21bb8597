// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that a checkpoint stops inside a restartable sequence finds itself
// in the sequence's abort handler, and its area tells the processor again.  The
// sequence here has no other end.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 6 --modes static,pie
// RUN: %job %s %t --build "gcc -O2 -pthread -DOWN=1" --at-least 6 \
// RUN:   --modes static,pie --env GLIBC_TUNABLES=glibc.pthread.rseq=0
#include "Inputs/rseq_area.h"
#include <pthread.h>
#include <sched.h>

enum { kThreads = 3, kCheckpoints = 6 };
static volatile long aborted[kThreads];
static volatile int end;

static void stay_on(unsigned processor) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  CHECK(!sched_setaffinity(0, sizeof one, &one));
}

static void *work(void *argument) {
  volatile long *mine = argument;
  unsigned processor;
  if (!have_area())
    return 0;
  CHECK(!syscall(SYS_getcpu, &processor, 0, 0));
  stay_on(processor);
  while (!end) {
    be_interrupted();
    ++*mine;
    CHECK(area->cpu_id == processor && area->cpu_id_start == processor);
  }
  return argument;
}

int main(void) {
  pthread_t thread[kThreads];
  void *has;
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)&aborted[i]));
  int used = have_area();
  for (int round = 0; round < kCheckpoints; ++round) {
    checkpoint();
    CHECK(!used || (int32_t)area->cpu_id >= 0);
    for (int i = 0; used && i < kThreads; ++i)
      for (long before = aborted[i]; aborted[i] == before;)
        sched_yield();
  }
  end = 1;
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], &has) && !has == !used);
  puts("good");
}
