// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// F_GETFL tells the flags of open(2) as before: O_DIRECTORY and O_NOFOLLOW where they
// were given and nowhere else, also of a directory that was removed.  F_SETSIG and
// O_ASYNC stay without an owner.
// RUN: %job %s %t --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { MOST = 12 };
static int fds[MOST], count;

static void keep(int fd) { CHECK(fd >= 0 && count < MOST), fds[count++] = fd; }

static void show(void) {
  for (int i = 0; i < count; ++i)
    printf("%d: %#x %d\n", i, fcntl(fds[i], F_GETFL), fcntl(fds[i], F_GETSIG));
  fflush(stdout);
}

int main(void) {
  CHECK(!mkdir("dir", 0700) && !mkdir("gone", 0700));
  keep(open("dir", O_RDONLY)), keep(open("dir", O_RDONLY | O_DIRECTORY));
  keep(open("dir", O_RDONLY | O_NOFOLLOW | O_NOATIME));
  keep(open("gone", O_RDONLY)), keep(open("gone", O_RDONLY | O_DIRECTORY));
  keep(open("gone", O_PATH | O_NOFOLLOW));
  CHECK(!rmdir("gone"));
  keep(open("file", O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
  keep(open("/proc/self/task", O_RDONLY));
  CHECK(!fcntl(fds[6], F_SETSIG, SIGUSR1));
  keep(open("file", O_RDONLY | O_ASYNC)), CHECK(!fcntl(fds[8], F_SETSIG, SIGRTMIN));
  show();
  checkpoint();
  show();
}
