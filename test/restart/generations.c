// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Twenty generations, each with memory of its own.
// RUN: %job %s %t --at-least 20
#include "ckpt_test.h"

int main(void) {
  unsigned *kept[20], sum = 1;
  for (unsigned i = 0; i < 20; ++i) {
    size_t words = 1000 + 9000 * (i % 5);
    kept[i] = malloc(words * sizeof **kept);
    for (size_t at = 0; at < words; ++at)
      kept[i][at] = sum = sum * 1664525 + 1013904223;
    checkpoint();
    for (unsigned back = 0; back <= i; ++back)
      sum ^= kept[back][999];
    printf("%u %u\n", i, sum);
  }
}
