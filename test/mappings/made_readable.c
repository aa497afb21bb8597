// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A part of a file that is mapped and cannot be accessed yet holds the file's
// bytes when it is made readable after a restart.
// RUN: %job %s %t --at-least 2 --between 'echo new > file'
#include "page_file.h"

enum { kPages = 300 };

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  write_pages(fd, kPages);
  size_t size = (kPages + 2) * kPage; // two are behind its end
  char *at = mmap(0, size, PROT_NONE, MAP_PRIVATE, fd, 0);
  CHECK(at != MAP_FAILED && !close(fd));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(write(1, at, 1) == -1 && errno == EFAULT);
    CHECK(!mprotect(at, kPages * kPage, PROT_READ));
    for (int i = 0; i < kPages; ++i)
      CHECK(at[i * kPage] == (char)(i + 1));
    CHECK(!mprotect(at, kPages * kPage, PROT_NONE));
  }
  puts("done");
}
