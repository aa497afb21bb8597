// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a pipe holds comes back with its ends, their copies, flags and room.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <fcntl.h>

static void fill(int fd, unsigned from, unsigned bytes) {
  for (unsigned i = from; i < from + bytes; ++i)
    CHECK(write(fd, &(char){(char)(i * 7)}, 1) == 1);
}

static void verify(int fd, unsigned from, unsigned bytes) {
  unsigned char byte;
  for (unsigned i = from; i < from + bytes; ++i)
    CHECK(read(fd, &byte, 1) == 1 && byte == (unsigned char)(i * 7));
}

int main(void) {
  int ends[2], big[2], empty[2];
  CHECK(!pipe(ends) && !pipe2(big, O_NONBLOCK | O_CLOEXEC) && !pipe(empty));
  CHECK(dup2(ends[1], 100) == 100 && dup2(ends[0], 40) == 40);
  CHECK(fcntl(big[1], F_SETPIPE_SZ, 1 << 19) == 1 << 19);
  fill(ends[1], 0, 5000);
  verify(ends[0], 0, 1000); // not from the start of a page
  char *block = calloc(1, 1 << 19);
  memset(block, 'x', 1 << 19);
  CHECK(write(big[1], block, 1 << 19) == 1 << 19); // full
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    CHECK(fcntl(ends[0], F_GETFL) == O_RDONLY);
    CHECK(fcntl(100, F_GETFL) == O_WRONLY && !fcntl(100, F_GETFD));
    CHECK(fcntl(big[0], F_GETFL) == (O_RDONLY | O_NONBLOCK));
    CHECK(fcntl(big[0], F_GETFD) == FD_CLOEXEC);
    CHECK(fcntl(big[0], F_GETPIPE_SZ) == 1 << 19);
    CHECK(write(big[1], "x", 1) == -1 && errno == EAGAIN);
    verify(round ? 40 : ends[0], 1000 + round * 500, 500);
    fill(round ? ends[1] : 100, 5000 + round * 100, 100);
  }
  verify(40, 2500, 2800);
  close(ends[1]);
  close(100);
  CHECK(read(ends[0], block, 1) == 0);
  CHECK(read(big[0], block, 1 << 19) == 1 << 19);
  CHECK(read(big[0], block, 1) == -1 && errno == EAGAIN);
  close(empty[1]);
  CHECK(read(empty[0], block, 1) == 0);
  puts("done");
}
