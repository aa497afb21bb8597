// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs with those checks of -fsanitize that can be, are checkpointed.
// RUN: %job %s %t --modes pie,static --at-least 2 --build \
// RUN:   "gcc -O1 -fsanitize=undefined" \
// RUN:   --build "gcc -fsanitize=undefined -fsanitize-undefined-trap-on-error"
// RUN: command -v clang || exit 0; %job %s %t-clang --modes pie \
// RUN:   --at-least 2 --build "clang -fsanitize=undefined -fsanitize-trap"
//
// clang's run-time libraries are a package of their own.
// RUN: clang -fsanitize=safe-stack -I %src/test/Inputs %s -o %t.plain || exit 0; \
// RUN: %job %s %t-rt --modes pie --at-least 2 \
// RUN:   --build "clang -fsanitize=safe-stack" \
// RUN:   --build "clang -fsanitize=undefined -fsanitize-minimal-runtime"
#include "ckpt_test.h"

static int shift(int by) { return 1 << by; }

int main(int argc, char **argv) {
  (void)argv;
  checkpoint();
  printf("%d\n", shift(argc + 2));
  checkpoint();
  printf("%d\n", argc * 1000);
  return 0;
}
