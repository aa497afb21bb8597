// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Registrations for membarrier(2) hold after a restart.
// RUN: %job %s %t --at-least 2 --modes static,pie
#include "ckpt_test.h"
#include <linux/membarrier.h>
#include <sys/syscall.h>

static long barrier(int command) {
  return syscall(SYS_membarrier, command, 0, 0);
}

int main(void) {
  CHECK(!barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED));
  long core = barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE);
  CHECK(!barrier(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(!barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED));
    CHECK(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE) == core);
  }
  puts("good");
}
