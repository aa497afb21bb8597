// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared memory that a mapping may only read (a memfd opened so, closed or open,
// a segment attached with SHM_RDONLY) cannot be made writable after a restart.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>

enum { kPage = 4096, kPages = 10, kSize = kPage * kPages };

static char *map(int fd, int prot) {
  char *at = mmap(0, kSize, prot, MAP_SHARED, fd, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

int main(void) {
  char *write[3], *read[3], path[40];
  int id = shmget(IPC_PRIVATE, kSize, 0600);
  write[2] = shmat(id, 0, 0), read[2] = shmat(id, 0, SHM_RDONLY);
  CHECK(write[2] != (void *)-1 && read[2] != (void *)-1);
  CHECK(!shmctl(id, IPC_RMID, 0));
  for (int k = 0; k < 2; ++k) {
    int fd = memfd_create("", 0);
    sprintf(path, "/proc/self/fd/%d", fd);
    int only = open(path, O_RDONLY);
    CHECK(!ftruncate(fd, kSize));
    write[k] = map(fd, PROT_READ | PROT_WRITE), read[k] = map(only, PROT_READ);
    CHECK(!close(only) && (k || !close(fd)));
  }
  for (int k = 0; k < 3; ++k)
    for (int i = 0; i < kPages; ++i)
      write[k][i * kPage] = (char)(i + k);
  CHECK(!munmap(write[0], kSize)); // nothing else shows it
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    for (int k = 0; k < 3; ++k) {
      CHECK(mprotect(read[k], kPage, PROT_READ | PROT_WRITE) && errno == EACCES);
      for (int i = 0; i < kPages; ++i)
        CHECK(read[k][i * kPage] == i + k + (k && i == 1 ? round : 0));
      if (k)
        write[k][kPage]++; // seen by the next round
    }
  }
  puts("done");
}
