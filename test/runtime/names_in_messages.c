// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file's name in a message makes no line of its own, whoever chose it, nor
// drives the terminal.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -O2 -I%src/test/Inputs %s -o prog
// RUN: ./prog -_condor_ckpt image 2>err
// RUN: FileCheck %s < err
// RUN: not grep -E '^Condor: Error: forged|[^[:print:]]' err
// CHECK: Condor: Warning: READWRITE: descriptor 3
// CHECK-SAME: /a?Condor: Error: forged?[31m) is open
#include "ckpt_test.h"
#include <fcntl.h>

int main(void) {
  CHECK(open("a\nCondor: Error: forged\033[31m", O_RDWR | O_CREAT, 0600) == 3);
  CHECK(!raise(SIGUSR2));
}
