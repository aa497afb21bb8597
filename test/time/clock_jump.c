// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_clock jump: CLOCK_MONOTONIC is the machine's after a restart, though
// it is behind what the program has seen.
// REQUIRES: root, time-namespaces
// RUN: %job %s %t --requests vacate --prefix "unshare --time --monotonic 10000000" --restart-prefix "" --restart-flags "-_ckpt_clock jump"
#include "ckpt_test.h"
#include <time.h>

int main(void) {
  struct timespec before, now;
  clock_gettime(CLOCK_MONOTONIC, &before);
  checkpoint();
  clock_gettime(CLOCK_MONOTONIC, &now);
  CHECK(before.tv_sec >= 10000000);
  CHECK(request_signal() != SIGTSTP || now.tv_sec < before.tv_sec);
  puts("it jumped");
}
