// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory that the kernel may drop (MAP_DROPPABLE, which getrandom of newer C
// libraries uses) is there again, and empty, as it may be at any time.
// RUN: %job %s %t --at-least 2 --modes pie
#include "ckpt_test.h"
#include <sys/mman.h>

int main(void) {
  int *at = mmap(0, 8192, PROT_READ | PROT_WRITE, 8 | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) // before Linux 6.11
    at = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
              0);
  CHECK(at != MAP_FAILED);
  for (int round = 0; round < 3; ++round) {
    CHECK(*at == 0 || *at == 77 + round - 1);
    *at = 77 + round;
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
