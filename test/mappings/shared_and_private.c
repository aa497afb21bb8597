// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that was removed, and that the job itself has mapped shared and private:
// no other process sees it.
// RUN: %job %s %t --at-least 2 --modes pie,static
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void) {
  enum { kSize = 4 * 4096 };
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  CHECK(fd >= 0 && !ftruncate(fd, kSize));
  volatile char *shared = mmap(0, kSize, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  volatile char *private = mmap(0, kSize, PROT_READ, MAP_PRIVATE, fd, 0);
  CHECK(shared != MAP_FAILED && private != MAP_FAILED);
  CHECK(!close(fd) && !unlink("file"));
  for (int i = 0; i < 4; ++i)
    shared[i * 4096] = (char)('a' + i);
  CHECK(private[4096] == 'b');
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int i = 0; i < 4; ++i)
      CHECK(shared[i * 4096] == 'a' + i && private[i * 4096] == 'a' + i);
  }
  puts("both");
}
