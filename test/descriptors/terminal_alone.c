// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Masters of terminals that nobody has opened yet, or nobody has any more, with
// what was written; a lock and exclusive use; a copy of one.
// RUN: %job %s %t --at-least 2 --modes pie,static
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>

#define OPEN() open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)

static int hung_up(int fd) {
  struct pollfd asked = {fd, POLLIN, 0};
  poll(&asked, 1, 0);
  return asked.revents;
}

int main(void) {
  char text[20];
  int fresh = OPEN(), locked = OPEN(), gone = OPEN(), alone = OPEN(), value = 0;
  CHECK(!unlockpt(fresh) && !unlockpt(gone) && !unlockpt(alone));
  int copy = dup(gone), slave = open(ptsname(gone), O_RDWR | O_NOCTTY);
  CHECK(write(slave, "last\n", 5) == 5 && !close(slave));
  slave = open(ptsname(alone), O_RDWR | O_NOCTTY);
  CHECK(!ioctl(slave, TIOCEXCL) && write(alone, "in\n", 3) == 3);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(!(hung_up(fresh) & POLLHUP) && hung_up(gone) == (POLLIN | POLLHUP));
    CHECK(!ioctl(locked, TIOCGPTLCK, &value) && value == 1);
    CHECK(!ioctl(fresh, TIOCGPTLCK, &value) && value == 0);
    CHECK(!ioctl(slave, TIOCGEXCL, &value) && value == 1);
    CHECK(!ioctl(alone, TIOCGEXCL, &value) && value == 0);
  }
  CHECK(read(copy, text, 20) == 6 && !memcmp(text, "last\r\n", 6));
  CHECK(read(slave, text, 20) == 3 && read(alone, text, 20) == 4);
  CHECK(read(gone, text, 20) == -1 && errno == EIO);
  slave = open(ptsname(fresh), O_RDWR | O_NOCTTY);
  CHECK(slave >= 0 && write(slave, "x", 1) == 1 && read(fresh, text, 20) == 1);
  puts("done");
}
