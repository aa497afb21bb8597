// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Record locks belong to the process, whichever of a file's descriptors took
// them: none is lost at a restart, nor when a checkpoint looks at the file
// through one that is only for writing.
// RUN: %job %s %t --at-least 3 --stderr any
#include "ckpt_test.h"
#include <fcntl.h>

static int open_file(int flags) {
  int fd = open("file", flags | O_CREAT, 0666);
  CHECK(fd >= 0);
  return fd;
}

// F_UNLCK: free for other owners.
static int lock_at(int fd, int command, short type, off_t start) {
  struct flock lock = {
      .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = 10};
  CHECK(!fcntl(fd, command, &lock));
  return lock.l_type;
}

int main(void) {
  int first = open_file(O_RDWR), second = open_file(O_RDWR);
  int third = open_file(O_RDWR), writer = open_file(O_WRONLY);
  CHECK(write(writer, "some bytes", 10) == 10);
  lock_at(second, F_SETLK, F_WRLCK, 100);
  lock_at(third, F_SETLK, F_WRLCK, 200);
  lock_at(third, F_SETLK, F_RDLCK, 300);
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    CHECK(lock_at(first, F_OFD_GETLK, F_RDLCK, 100) == F_WRLCK);
    CHECK(lock_at(first, F_OFD_GETLK, F_RDLCK, 200) == F_WRLCK);
    CHECK(lock_at(first, F_OFD_GETLK, F_WRLCK, 300) == F_RDLCK);
    CHECK(lock_at(first, F_OFD_GETLK, F_WRLCK, 400) == F_UNLCK);
  }
  puts("done");
}
