// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Does nothing but clock calls, until it is killed.
#include <time.h>

int main(void) {
  for (;;) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
  }
}
