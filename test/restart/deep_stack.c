// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stack of 4 MiB, unwound after the restart and then grown deeper still.
// RUN: %job %s %t --at-least 2 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"

static unsigned dig(int depth, int stop_every) {
  volatile unsigned frame[200];
  for (int i = 0; i < 200; ++i)
    frame[i] = (unsigned)(depth * 200 + i);
  if (depth == 0)
    checkpoint();
  unsigned sum = depth ? dig(depth - 1, stop_every) : 1;
  for (int i = 0; i < 200; ++i)
    CHECK(frame[i] == (unsigned)(depth * 200 + i));
  return sum * 31 + frame[depth % 200];
}

int main(void) {
  printf("%u\n", dig(4 << 10, 0)); // about 800 bytes each
  printf("%u\n", dig(7 << 10, 0));
}
