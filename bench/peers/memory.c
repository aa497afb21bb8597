/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memory MIB: so much memory of random words; looks at the clock until `go` is
   there.  Prints the longest time in which it could not, when that ended, and
   whether the memory is as it was. */
#include "peers.h"
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned long step(unsigned long x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ x << 17;
}

int main(int argc, char **argv) {
  size_t words = (size_t)atol(argc > 1 ? argv[1] : "1") << 17, wrong = 0;
  unsigned long *data = malloc(words * sizeof *data), x = 88172645463325252;
  for (size_t i = 0; i < words; ++i)
    data[i] = x = step(x);
  double last, longest = 0, end = 0, time;
  close(open("ready", O_CREAT | O_WRONLY, 0644));
  for (last = now(); access("go", F_OK); last = time) {
    time = now();
    if (time - last > longest) {
      longest = time - last;
      end = time;
    }
  }
  x = 88172645463325252;
  for (size_t i = 0; i < words; ++i)
    wrong += data[i] != (x = step(x));
  fprintf(stderr, "pause %.6f\nback %.6f\n", longest, end);
  printf("%zu words, %zu wrong\n", words, wrong);
}
