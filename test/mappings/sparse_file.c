// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sparse file of 64 GiB that is mapped shared: its holes take no place in the
// image, and are holes after a restart; a page that was written into one after
// the checkpoint is zero again.
// RUN: %job %s %t --at-least 2 --stderr any --requests vacate \
// RUN:   --between 'test $(stat -c %%s image) -lt 20000000'
// RUN: %job %s %t-descriptor --at-least 2 --stderr any --requests vacate \
// RUN:   --args open --modes pie
// RUN: %job %s %t-written --at-least 2 --stderr any --requests vacate \
// RUN:   --modes pie --between 'printf x | dd of=file bs=1 seek=1000000 \
// RUN:   conv=notrunc 2> dd.err'
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int count, char **words) {
  const size_t size = (size_t)64 << 30, half = size / 2, page = 4096;
  int fd = open("file", O_RDWR | O_CREAT, 0666);
  struct stat st;
  CHECK(fd >= 0 && !ftruncate(fd, (off_t)size));
  char *all = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *part = mmap(0, half, PROT_READ, MAP_SHARED, fd, (off_t)half);
  CHECK(all != MAP_FAILED && part != MAP_FAILED);
  if (count < 2 || strcmp(words[1], "open"))
    CHECK(!close(fd));
  for (int round = 0; round < 2; ++round) {
    all[round * page] = all[half + (size_t)round * 1000 * page] = 'a';
    all[size - 1] = 'z';
    checkpoint();
    CHECK(all[round * page] == 'a' && part[round * 1000 * page] == 'a');
    CHECK(part[half - 1] == 'z' && !all[1000000] && !part[page]);
    CHECK(!stat("file", &st) && st.st_blocks < 100000);
  }
  puts("done");
}
