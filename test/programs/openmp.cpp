// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libgomp as it is: barriers, a dynamic schedule, reductions, tasks and locks
// of a team that lives from region to region; OpenMP in C++ with exceptions.
// RUN: %job %s %t --build "g++ -O2 -fopenmp" --random 8 --modes static,pie
#include <cmath>
#include <cstdio>
#include <omp.h>
#include <stdexcept>
#include <vector>

static const int kSize = 400, kRounds = 1500;

static long fib(int n) {
  if (n < 12)
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  long a, b;
#pragma omp task shared(a)
  a = fib(n - 1);
  b = fib(n - 2);
#pragma omp taskwait
  return a + b;
}

int main() {
  omp_set_num_threads(3);
  std::vector<double> now(kSize * kSize), next(kSize * kSize);
  for (int i = 0; i < kSize; ++i)
    now[i] = next[i] = i % 7;
  long caught = 0, tasks = 0;
  for (int round = 0; round < kRounds; ++round) {
    double worst = 0;
#pragma omp parallel for schedule(dynamic, 16) reduction(max : worst)
    for (int y = 1; y < kSize - 1; ++y)
      for (int x = 1; x < kSize - 1; ++x) {
        double *p = &now[y * kSize + x];
        next[y * kSize + x] = (p[-1] + p[1] + p[-kSize] + p[kSize]) / 4;
        worst = std::fmax(worst, std::fabs(next[y * kSize + x] - *p));
      }
    now.swap(next);
#pragma omp parallel
    try {
      throw std::runtime_error("out of a thread");
    } catch (const std::exception &) {
#pragma omp critical
      ++caught;
#pragma omp barrier
#pragma omp single
      tasks += fib(16);
    }
    if (round % 100 == 0)
      std::printf("%d %.17g\n", round, worst);
  }
  std::printf("%ld %ld %.17g\n", caught, tasks, now[kSize * 3 / 2]);
}
