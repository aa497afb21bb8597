/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Writes 40 numbers to the file argv[1], each made from the one before; half-way
 * it computes on without effect until there is a file argv[2]. */
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv) {
  FILE *out = argc == 3 ? fopen(argv[1], "w") : NULL;
  if (!out)
    return 1;
  volatile double idle = 0;
  double x = 0.3;
  for (int line = 0; line < 40; ++line) {
    for (int i = 0; i < 100000; ++i)
      x = 3.9 * x * (1 - x);
    fprintf(out, "%.17g\n", x);
    fflush(out);
    while (line == 20 && access(argv[2], F_OK) != 0)
      for (int i = 0; i < 1000000; ++i)
        idle = idle + i;
  }
  return fclose(out) != 0;
}
