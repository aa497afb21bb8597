// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks of flock() and F_OFD_SETLK belong to their description again.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/file.h>

int main(void) {
  int whole = open("whole", O_RDONLY | O_CREAT, 0600), copy = dup(whole);
  int shared = open("shared", O_RDONLY | O_CREAT, 0600);
  int part = open("part", O_WRONLY | O_CREAT, 0600);
  CHECK(!flock(whole, LOCK_EX) && !flock(shared, LOCK_SH));
  struct flock lock = {.l_type = F_WRLCK, .l_start = 10, .l_len = 5};
  CHECK(!fcntl(part, F_OFD_SETLK, &lock));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    int other = open("whole", O_RDWR), shares = open("shared", O_RDWR);
    CHECK(flock(other, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK);
    CHECK(!flock(shares, LOCK_SH | LOCK_NB) && flock(shares, LOCK_EX | LOCK_NB));
    struct flock asked = {.l_type = F_RDLCK};
    int part2 = open("part", O_RDWR);
    CHECK(!fcntl(part2, F_OFD_GETLK, &asked) && asked.l_type == F_WRLCK);
    CHECK(asked.l_start == 10 && asked.l_len == 5);
    CHECK(!close(other) && !close(shares) && !close(part2));
  }
  CHECK(!flock(copy, LOCK_UN));
  int other = open("whole", O_RDWR);
  CHECK(!flock(other, LOCK_EX | LOCK_NB));
  puts("done");
}
