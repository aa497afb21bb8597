// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An initialised array that was set to zero is zero after a restart, not what
// the program's file says; and const data, .bss and .data keep their values.
// RUN: %job %s %t --at-least 3 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"

enum { kWords = 64 << 10 };
static volatile int data[kWords] = {1, 2, 3, [kWords - 1] = 4};
static volatile int zeros[kWords];
static const int constant[4096] = {5, 6, 7};

int main(void) {
  for (int i = 0; i < kWords; ++i)
    data[i] = 0;
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < kWords; ++i)
      CHECK(data[i] == 0 && zeros[i] == (i == 17 ? round : 0));
    CHECK(constant[1] == 6 && constant[4095] == 0);
    ++zeros[17];
    if (round < 3)
      checkpoint();
  }
  puts("good");
}
