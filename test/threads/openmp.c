// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An OpenMP program, whose threads wait in libgomp's own futexes.
// RUN: %job %s %t --build "gcc -O2 -fopenmp" --random 10 \
// RUN:   --env OMP_NUM_THREADS=4
#include "ckpt_test.h"
#include <omp.h>

enum { kSize = 20000, kRounds = 3000 };
static double a[kSize], b[kSize];

int main(void) {
  double sum = 0;
  for (int i = 0; i < kSize; ++i)
    a[i] = 1.0 / (i + 1);
  for (int round = 0; round < kRounds; ++round) {
#pragma omp parallel for schedule(static)
    for (int i = 0; i < kSize; ++i)
      b[i] = 0.25 * (a[(i + 1) % kSize] + a[(i + kSize - 1) % kSize]) +
             0.5 * a[i];
#pragma omp parallel
    {
#pragma omp single
      for (int i = 0; i < kSize; ++i)
        a[i] = b[i];
#pragma omp critical
      sum += a[0] * 0; // contention
    }
  }
  for (int i = 0; i < kSize; ++i)
    sum += a[i];
  printf("%.17g\n", sum);
}
