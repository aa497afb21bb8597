// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sparse file of 64 GiB that is mapped private: its holes take no place in the
// image and no memory, before a restart and after it; what the program has
// written into a hole, and the file's data, come back although the file is gone.
// RUN: %job %s %t --at-least 3 --stderr any --requests vacate \
// RUN:   --between 'test $(stat -c %%s image) -lt 20000000 && rm -f file'
// RUN: %job %s %t-locks --at-least 3 --stderr any --modes pie \
// RUN:   --requests periodic --args open
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

int main(int count, char **words) {
  const size_t size = (size_t)64 << 30, half = size / 2, page = 4096;
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0666);
  CHECK(fd >= 0 && !ftruncate(fd, (off_t)size));
  CHECK(pwrite(fd, "data", 4, (off_t)half) == 4);
  CHECK(pwrite(fd, "last", 4, (off_t)size - 4) == 4);
  char *reads = mmap(0, size, PROT_READ, MAP_PRIVATE, fd, 0);
  char *writes = mmap(0, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_NORESERVE, fd, 0);
  CHECK(reads != MAP_FAILED && writes != MAP_FAILED && !reads[page]);
  struct flock lock = {.l_type = F_WRLCK}; // looking at the file keeps it
  CHECK(count < 2 ? !close(fd) : !fcntl(fd, F_SETLK, &lock));
  for (int round = 0; round < 3; ++round) {
    writes[(size_t)round * 1000 * page] = 'w';
    writes[half + 5] = (char)round; // a copy of the file's page
    checkpoint();
    CHECK(!memcmp(reads + half, "data", 5) && !reads[0] && !reads[half - 1]);
    CHECK(!memcmp(reads + size - 4, "last", 4) && !memcmp(writes + half, "data", 4));
    CHECK(writes[half + 5] == round && !writes[half + page] && !writes[1]);
    for (int i = 0; i <= round; ++i)
      CHECK(writes[(size_t)i * 1000 * page] == 'w');
    struct rusage used;
    CHECK(!getrusage(RUSAGE_SELF, &used) && used.ru_maxrss < 300000);
    CHECK(count < 2 || (!fork() ? _exit(fcntl(fd, F_SETLK, &lock) ? 0 : 9), 0 : 1));
    int status = 0;
    CHECK(count < 2 || (wait4(-1, &status, 0, 0) > 0 && !status));
  }
  puts("done");
}
