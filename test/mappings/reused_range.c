// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Anonymous memory where a file was mapped before a restart is anonymous: pages
// that are given back are zero, as allocators rely on, and it has no file's name.
// RUN: %job %s %t --at-least 3 --between 'rm -f file'
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { kPage = 4096, kPages = 20 };

static int named(const void *at) {
  char line[9000], start[32];
  FILE *maps = fopen("/proc/self/maps", "r");
  int found = 0;
  CHECK(maps);
  snprintf(start, sizeof start, "%lx-", (unsigned long)at);
  while (fgets(line, sizeof line, maps))
    found |= !strncmp(line, start, strlen(start)) && strchr(line, '/');
  CHECK(!fclose(maps));
  return found;
}

int main(void) {
  static char block[kPages * kPage];
  memset(block, 'f', sizeof block);
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  CHECK(write(fd, block, sizeof block) == sizeof block);
  volatile char *at = mmap(0, sizeof block, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  CHECK(at != MAP_FAILED && !close(fd) && (at[0] = 'w'));
  checkpoint();
  CHECK(named((void *)at) && at[0] == 'w' && at[kPage] == 'f');
  CHECK(!munmap((void *)at, sizeof block));
  CHECK(mmap((void *)at, sizeof block, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == at);
  for (int round = 0; round < 2; ++round) {
    at[kPage] = at[3 * kPage] = 'n';
    checkpoint();
    CHECK(at[kPage] == 'n' && at[3 * kPage] == 'n' && !named((void *)at));
    CHECK(!madvise((void *)(at + kPage), kPage, MADV_DONTNEED));
    CHECK(at[kPage] == 0 && at[3 * kPage] == 'n' && at[0] == 0);
  }
  puts("zero");
}
