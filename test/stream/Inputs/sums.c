/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Adds up; with an argument it asks for a checkpoint after each line. */
#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv) {
  double sum = 0;
  (void)argv;
  for (int i = 0; i < 12; ++i) {
    for (int j = 1; j < 10000; ++j)
      sum += 1.0 / (j * (i + 1.0));
    printf("%d %.17g\n", i, sum);
    fflush(stdout);
    if (argc > 1)
      raise(SIGTSTP);
  }
}
