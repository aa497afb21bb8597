// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whoever takes what is free gets 0, 1 or a number above 32; a number that is
// asked for is had; real numbers are others.
// RUN: %job %s %t --at-least 2 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static void fails(int result, int error) {
  CHECK(result == -1 && errno == error);
}

int main(void) {
  int fd = open("/dev/zero", O_RDONLY), ends[2], pair[2];
  CHECK(fd == 33 && !pipe(ends) && ends[0] == 34 && ends[1] == 35);
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) && pair[1] == 37);
  CHECK(dup(fd) == 38 && dup2(fd, 7) == 7 && dup3(fd, 40, O_CLOEXEC) == 40);
  CHECK(fcntl(40, F_GETFD) == FD_CLOEXEC && fcntl(7, F_GETFD) == 0);
  CHECK(fcntl(fd, F_DUPFD, 5) == 39 && fcntl(fd, F_DUPFD_CLOEXEC, 50) == 50);
  checkpoint();
  CHECK(eventfd(0, 0) == 41 && epoll_create1(0) == 42);
  CHECK(!close(34) && !close(0) && dup(fd) == 0 && dup(fd) == 34);
  // The kernel's own idea of it: the real one is not 33.
  long real = syscall(SYS_fcntl, 3, F_GETFD);
  CHECK(real == -1 && errno == EBADF);
  checkpoint();
  fails(close(3), EBADF);
  fails((int)read(6, &real, 1), EBADF);
  fails(dup2(3, 9), EBADF);
  fails(dup2(fd, 1 << 30), EBADF);
  fails(dup3(fd, fd, 0), EINVAL);
  fails(fcntl(fd, F_DUPFD, 1 << 30), EINVAL);
  fails(openat(99, "x", O_RDONLY), EBADF);
  CHECK(dup2(fd, fd) == fd && dup2(7, 40) == 40 && fcntl(40, F_GETFD) == 0);
  char byte = 1;
  CHECK(read(40, &byte, 1) == 1 && byte == 0);
  CHECK(!syscall(SYS_close_range, 36, 41, 0) && dup(fd) == 36);
  fails(close(41), EBADF);
  puts("good");
}
