// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that compute, with registers full of work, at random instants.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 12
#include "ckpt_test.h"
#include <pthread.h>

enum { kThreads = 4, kRounds = 150000000 };
static __thread double own;

static void *work(void *argument) {
  double a = (double)(long)argument, b = 1, c = 0.5;
  for (long i = 0; i < kRounds; ++i) {
    a = a * 0.999 + b;
    b = b * 1.0001 - c * 1e-5;
    c = c + a * 1e-9;
  }
  own = a + b + c;
  double *result = malloc(sizeof *result);
  *result = own;
  return result;
}

int main(void) {
  pthread_t thread[kThreads];
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  for (long i = 0; i < kThreads; ++i) {
    void *result;
    CHECK(!pthread_join(thread[i], &result));
    printf("%.17g\n", *(double *)result);
    free(result);
  }
  CHECK(own == 0);
}
