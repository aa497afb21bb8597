// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What no mapping shows of a System V segment, of a memfd that is closed and may
// only be read, and of a file that is removed comes back, with the object's end.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>

enum { kPage = 4096, kPages = 10 };

static char *map_fd(int fd, int prot, int page) {
  char *at = mmap(0, kPage, prot, MAP_SHARED, fd, (off_t)page * kPage);
  CHECK(at != MAP_FAILED && !close(fd));
  return at;
}

static void look(char *kept, int page, int front) {
  size_t size = (size_t)(kPages - page + 1) * kPage;
  char *w = mremap(kept, 0, size, MREMAP_MAYMOVE);
  CHECK(w != MAP_FAILED && w[0] == page + 1 && w[kPage] == page + 2);
  CHECK(w[size - 2 * kPage] == kPages && write(1, w + size - kPage, 1) == -1);
  CHECK(errno == EFAULT); // behind the end
  if (front) // of a file that may only be read it cannot be had
    CHECK(!remap_file_pages(w, kPage, 0, 0, 0) && w[0] == 1);
  CHECK(!munmap(w, size));
}

int main(void) {
  int id = shmget(IPC_PRIVATE, kPages * kPage, 0600), fd = memfd_create("m", 0);
  int file = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  char *s = shmat(id, 0, 0), block[kPage], path[40];
  CHECK(s != (void *)-1 && !shmctl(id, IPC_RMID, 0));
  for (int i = 0; i < kPages; ++i) {
    s[i * kPage] = *block = (char)(i + 1);
    CHECK(write(fd, block, kPage) == kPage && write(file, block, kPage) == kPage);
  }
  CHECK(!munmap(s, 3 * kPage) && !munmap(s + 4 * kPage, (kPages - 4) * kPage));
  sprintf(path, "/proc/self/fd/%d", fd);
  char *read_only = map_fd(open(path, O_RDONLY), PROT_READ, 2);
  CHECK(!close(fd) && !unlink("file"));
  char *removed = map_fd(file, PROT_READ | PROT_WRITE, 4);
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    look(s + 3 * kPage, 3, 1);
    look(read_only, 2, 0);
    look(removed, 4, 1);
  }
  puts("done");
}
