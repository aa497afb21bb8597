// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that is mapped shared: what was written through the mapping is in the
// file, at the end of the run and at each checkpoint, with and without a
// descriptor.
// RUN: %job %s %t --at-least 2 --files data --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { kLength = 3 * 4096 + 100, kMapped = 4 * 4096 };

int main(void) {
  int fd = open("data", O_RDWR | O_CREAT, 0600);
  CHECK(fd >= 0 && !ftruncate(fd, kLength));
  char *a = mmap(0, kMapped, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *b = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 4096);
  CHECK(a != MAP_FAILED && b != MAP_FAILED);
  if (getenv("JOB_CLOSE"))
    CHECK(!close(fd));
  for (int round = 0; round < 3; ++round) {
    a[4096 + round] = (char)('a' + round);
    a[kLength - 1] = (char)('0' + round);
    if (round < 2)
      checkpoint();
    CHECK(b[round] == 'a' + round && a[kLength - 1] == '0' + round);
    // What is written after the checkpoint is undone by the restart.
    int in = open("data", O_RDONLY);
    char text[4] = {0};
    CHECK(pread(in, text, 3, 4096) == 3 && !close(in));
    CHECK(text[round] == 'a' + round && !(round < 2 && text[round + 1]));
  }
  puts("good");
}
