// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is in front of all mappings of a closed memfd comes back although the first
// of them can only be read: another one leads there.
// RUN: %job %s %t --at-least 3
#include "page_file.h"

enum { kPages = 12 };

int main(void) {
  char path[40];
  int fd = memfd_create("m", 0);
  write_pages(fd, kPages);
  sprintf(path, "/proc/self/fd/%d", fd);
  int only = open(path, O_RDONLY);
  char *read = mmap(0, 2 * kPage, PROT_READ, MAP_SHARED, only, 4 * kPage);
  char *both = mmap(0, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 8 * kPage);
  CHECK(read != MAP_FAILED && both != MAP_FAILED && !close(fd) && !close(only));
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    CHECK(read[0] == 5 && read[2 * kPage - 1] == 6 && *both == 9);
    char *all = mremap(both, 0, kPages * kPage, MREMAP_MAYMOVE);
    CHECK(all != MAP_FAILED && all[3 * kPage] == 12);
    CHECK(!remap_file_pages(all, kPages * kPage, 0, 0, 0));
    for (int i = 0; i < kPages; ++i)
      CHECK(all[i * kPage + 7] == i + 1);
    all[4 * kPage] = 5;
    CHECK(!munmap(all, kPages * kPage));
  }
  puts("done");
}
