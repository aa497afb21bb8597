// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that is open for whole blocks (O_DIRECT) and has grown since is cut.
// RUN: %job %s %t --at-least 2 --files data --stderr any
#include "ckpt_test.h"
#include <fcntl.h>

int main(void) {
  int fd = open("data", O_CREAT | O_RDWR | O_DIRECT, 0644);
  if (fd < 0) // not on every file system
    fd = open("data", O_CREAT | O_RDWR, 0644);
  char *block = aligned_alloc(4096, 4096);
  for (int round = 0; round < 4; ++round) {
    memset(block, 'a' + round, 4096);
    CHECK(write(fd, block, 4096) == 4096);
    if (round < 2)
      checkpoint();
  }
  CHECK(pread(fd, block, 4096, 4096) == 4096 && block[9] == 'b');
  puts("done");
}
