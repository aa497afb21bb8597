/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The program of test/programs/children.py: asks a shell, then works alone. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static unsigned long alone(void) {
  unsigned long x = 1;
  for (volatile unsigned i = 0; i < 3000000; ++i)
    x = x * 3 + i;
  return x;
}

int main(int argc, char **argv) {
  long rounds = argc > 1 ? atol(argv[1]) : 1;
  for (long i = 0; i < rounds; ++i) {
    char command[64];
    snprintf(command, sizeof command, "echo $((%ld * %ld))", i, i);
    FILE *pipe = popen(command, "r");
    long answer = -1;
    if (!pipe || fscanf(pipe, "%ld", &answer) != 1 || pclose(pipe))
      return 2;
    printf("%ld %ld\n", i, answer);
    if (system("true"))
      return 3;
    if (!alone())
      return 4;
  }
}
