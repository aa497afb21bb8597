/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memory MIB: fills so much memory; a checkpoint while it runs, whose pause it
   prints; a last one; and when it was back after the restart.  Seconds. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  size_t words = (size_t)atol(argv[argc - 1]) << 17;
  unsigned long *data = malloc(words * sizeof *data);
  for (size_t i = 0; i < words; ++i)
    data[i] = i * 0x9e3779b97f4a7c15;
  double begin = now(CLOCK_MONOTONIC);
  kill(getpid(), SIGUSR2);
  dprintf(2, "pause %.6f\n", now(CLOCK_MONOTONIC) - begin);
  kill(getpid(), SIGTSTP);
  dprintf(2, "back %.6f\n", now(CLOCK_REALTIME));
  return data[words - 1] != (words - 1) * 0x9e3779b97f4a7c15;
}
