/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* openmp: four threads and a barrier after each little step. */
#include "peers.h"
#include <string.h>

int main(void) {
  double values[4] = {1, 2, 3, 4};
  long steps = 0;
  close(open("ready", O_CREAT | O_WRONLY, 0644));
  while (access("go", F_OK)) {
    for (int round = 0; round < 20; ++round, ++steps) {
#pragma omp parallel for num_threads(4)
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 1000; ++j)
          values[i] = values[i] * 1.0000001 + 1e-9 * j;
    }
  }
  double wanted[4] = {1, 2, 3, 4};
  for (long s = 0; s < steps; ++s)
    for (int i = 0; i < 4; ++i)
      for (int j = 0; j < 1000; ++j)
        wanted[i] = wanted[i] * 1.0000001 + 1e-9 * j;
  say("values", !memcmp(values, wanted, sizeof values));
}
