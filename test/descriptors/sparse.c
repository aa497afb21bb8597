// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file without a name of 64 GiB that is nearly all holes costs what it holds.
// RUN: %job %s %t --modes pie --between "find image -size -20M | grep -q ."
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void) {
  const off_t kEnd = (off_t)64 << 30;
  char byte = 0;
  struct stat st;
  int fd = open("sparse", O_RDWR | O_CREAT, 0600);
  CHECK(fd >= 0 && !unlink("sparse") && !ftruncate(fd, kEnd));
  for (off_t at = 5; at < kEnd; at += (off_t)7 << 30)
    CHECK(pwrite(fd, "x", 1, at) == 1);
  checkpoint();
  CHECK(!fstat(fd, &st) && st.st_size == kEnd && st.st_blocks < 4096);
  for (off_t at = 5; at < kEnd; at += (off_t)7 << 30)
    CHECK(pread(fd, &byte, 1, at) == 1 && byte == 'x');
  CHECK(pread(fd, &byte, 1, 4096) == 1 && byte == 0);
  puts("done");
}
