// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A table without a free number, and threads that read and write what is in it
// all the time; the threads' own children are not mixed up with the runtime's.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes pie,static --random 12 \
// RUN:   --at-least 2 --stderr any --prefix "prlimit --nofile=64:64"
#include "full_table.h"
#include <pthread.h>

enum { kThreads = 5, kRounds = 200000 };
static int ends[kThreads][2];

static void *turn(void *argument) {
  long n = (long)argument, sum = 0, got;
  for (long i = 0; i < kRounds; ++i) {
    CHECK(read(ends[n][0], &got, sizeof got) == sizeof got && got == i);
    sum += got;
    CHECK(fcntl(ends[n][0], F_DUPFD, 3) == -1 && errno == EMFILE);
    CHECK(waitpid(-1, 0, WNOHANG) == -1 && errno == ECHILD);
    if (n + 1 < kThreads)
      CHECK(write(ends[n + 1][1], &got, sizeof got) == sizeof got);
  }
  return (void *)sum;
}

int main(void) {
  pthread_t threads[kThreads];
  void *sum;
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pipe(ends[i]));
  fill("pair");
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&threads[i], 0, turn, (void *)i));
  for (long i = 0; i < kRounds; ++i)
    CHECK(write(ends[0][1], &i, sizeof i) == sizeof i);
  for (int i = 0; i < kThreads; ++i) {
    CHECK(!pthread_join(threads[i], &sum));
    printf("%ld\n", (long)sum);
  }
}
