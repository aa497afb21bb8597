// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Counts of each processor, raised without a lock by restartable sequences: not
// one is lost or raised twice, at whatever instant a checkpoint comes.  The
// area is libc's, or a thread variable.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 8 --modes static,pie
// RUN: %job %s %t --build "gcc -O2 -pthread -DOWN=1" --random 8 \
// RUN:   --modes static,pie --env GLIBC_TUNABLES=glibc.pthread.rseq=0
#include "Inputs/rseq_area.h"
#include <pthread.h>

enum { kThreads = 6, kRounds = 60000000, kProcessors = 4096 };
static long counts[kProcessors][8]; // one line of the cache each

static void *work(void *argument) {
  if (!have_area())
    return argument;
  for (long done = 0; done < kRounds;)
    done += raise_count(counts);
  return 0;
}

int main(void) {
  pthread_t thread[kThreads];
  long sum = 0, expected = 0;
  void *lacks;
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, thread));
  for (int i = 0; i < kThreads; ++i) {
    CHECK(!pthread_join(thread[i], &lacks));
    expected += lacks ? 0 : kRounds;
  }
  for (int i = 0; i < kProcessors; ++i)
    sum += counts[i][0];
  printf("%ld of %ld\n", sum, expected);
}
