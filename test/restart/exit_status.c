// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit status and the atexit handlers of a restarted program.
// RUN: %job %s %t --at-least 2 --status 37
#include "ckpt_test.h"

static void first(void) { puts("first handler"); }
static void second(void) {
  checkpoint();
  puts("second handler");
}

int main(void) {
  atexit(first);
  checkpoint();
  atexit(second);
  puts("main");
  return 37;
}
