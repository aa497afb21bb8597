// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Three checkpoints, three lines, exit status 7.
#include "ckpt_test.h"

int main(void) {
  for (int i = 0; i < 3; ++i) {
    checkpoint();
    printf("%d\n", i);
    fflush(stdout);
  }
  return 7;
}
