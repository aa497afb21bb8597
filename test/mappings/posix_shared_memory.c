// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// shm_open: a segment with a name is a file; one without is memory, and so is
// a file that was removed while it was mapped.
// RUN: %job %s %t --at-least 2 --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

static char *map_and_close(int fd) {
  CHECK(fd >= 0 && !ftruncate(fd, 8192));
  char *at = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  CHECK(at != MAP_FAILED && !close(fd));
  return at;
}

int main(void) {
  char name[64];
  snprintf(name, sizeof name, "/ckpt_test.%d", getpid());
  char *named = map_and_close(shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600));
  char *bare = map_and_close(shm_open("/ckpt_test", O_RDWR | O_CREAT, 0600));
  CHECK(!shm_unlink("/ckpt_test"));
  char *gone = map_and_close(open("gone", O_RDWR | O_CREAT, 0600));
  CHECK(!unlink("gone"));
  named[4097] = 'n', bare[4097] = 'b', gone[4097] = 'g';
  for (int round = 0; round < 3; ++round) {
    CHECK(named[4097] == 'n' && bare[4097] == 'b' && gone[4097] == 'g');
    int fd = shm_open(name, O_RDWR, 0);
    char byte = 0;
    named[0] = (char)(round + 1);
    CHECK(fd >= 0 && pread(fd, &byte, 1, 0) == 1 && byte == round + 1);
    CHECK(!close(fd));
    if (round < 2)
      checkpoint();
    CHECK(named[0] == round + 1);
  }
  CHECK(!shm_unlink(name));
  puts("good");
}
