// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings of a file that the program only reads, and that is as it was at the
// restart, show what is written to the file later, and a shared one cannot be made
// writable; of a file that is gone they show what they showed.
// RUN: %job %s %t --at-least 2 --requests vacate --between 'rm -f gone'
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { kPage = 4096, kPages = 5 };
static char block[kPages * kPage];

static volatile char *map(const char *name, int kind) {
  int fd = open(name, O_RDONLY);
  CHECK(fd >= 0);
  char *at = mmap(0, sizeof block, PROT_READ, kind, fd, 0);
  CHECK(at != MAP_FAILED && !close(fd));
  return at;
}

int main(void) {
  const char *files[] = {"kept", "gone"};
  memset(block, 'x', sizeof block);
  for (int i = 0; i < 2; ++i) {
    int fd = open(files[i], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(write(fd, block, sizeof block) == sizeof block && !close(fd));
  }
  volatile char *private = map("kept", MAP_PRIVATE), *shared = map("kept", MAP_SHARED);
  volatile char *gone = map("gone", MAP_PRIVATE);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    int fd = open("kept", O_RDWR);
    char now = (char)('0' + round), before = round ? '0' : 'x';
    CHECK(fd >= 0 && private[2 * kPage] == before && shared[2 * kPage] == before);
    CHECK(pwrite(fd, &now, 1, 2 * kPage) == 1 && !fsync(fd) && !close(fd));
    CHECK(private[2 * kPage] == now && shared[2 * kPage] == now);
    CHECK(mprotect((void *)shared, kPage, PROT_READ | PROT_WRITE) && errno == EACCES);
    CHECK(gone[3 * kPage] == 'x' && !madvise((void *)gone, sizeof block, MADV_DONTNEED));
    CHECK(gone[3 * kPage] == 'x');
  }
  puts("seen");
}
