// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is mapped shared and still open, a memfd and a file that was removed,
// is one object with its descriptor after a restart.
// RUN: %job %s %t --at-least 2 --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void) {
  int fds[2] = {memfd_create("name", MFD_ALLOW_SEALING),
                open("gone", O_RDWR | O_CREAT, 0600)};
  char *at[2], byte;
  CHECK(fds[0] >= 0 && fds[1] >= 0 && !unlink("gone"));
  for (int i = 0; i < 2; ++i) {
    CHECK(!ftruncate(fds[i], 3 * 4096));
    at[i] = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fds[i], 4096);
    CHECK(at[i] != MAP_FAILED && pwrite(fds[i], "first", 5, 0) == 5);
  }
  CHECK(!fcntl(fds[0], F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 2; ++i) {
      at[i][7] = (char)('a' + round);
      CHECK(pread(fds[i], &byte, 1, 4096 + 7) == 1 && byte == 'a' + round);
      byte = (char)('0' + round);
      CHECK(pwrite(fds[i], &byte, 1, 8192) == 1 && at[i][4096] == byte);
      CHECK(pread(fds[i], &byte, 1, 0) == 1 && byte == 'f');
    }
    if (round < 2)
      checkpoint();
    CHECK(at[0][7] == 'a' + round && at[1][7] == 'a' + round);
  }
  CHECK(fcntl(fds[0], F_GET_SEALS) == (F_SEAL_GROW | F_SEAL_SHRINK));
  puts("good");
}
