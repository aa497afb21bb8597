// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that was mapped, closed and removed: what of it is on its disk alone and
// not in memory is saved with the rest.
// RUN: %job %s %t --at-least 2
#include "page_file.h"

enum { kPages = 256 };

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  write_pages(fd, kPages);
  CHECK(!fsync(fd) && !posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
  char *at = mmap(0, kPages * kPage, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  CHECK(at != MAP_FAILED && !madvise(at, kPages * kPage, MADV_RANDOM));
  CHECK(!close(fd) && !unlink("file"));
  at[3 * kPage] = 'x';
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int i = 0; i < kPages; ++i)
      CHECK(at[i * kPage] == (i == 3 ? 'x' : (char)(i + 1)));
  }
  puts("done");
}
