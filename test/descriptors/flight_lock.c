// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A look at a descriptor on its way costs the program no record lock on its file.
// RUN: %job %s %t --at-least 2 --modes pie,static
#include "../Inputs/rights.h"
#include <fcntl.h>
#include <sys/wait.h>

static int is_locked(const char *name) {
  struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  pid_t child = fork();
  int status = 0, fd = child ? -1 : open(name, O_RDONLY);
  if (!child)
    _exit(fd < 0 || fcntl(fd, F_GETLK, &lock) ? 9 : lock.l_type == F_WRLCK);
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  return WEXITSTATUS(status);
}

int main(void) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int pair[2], locked = open("locked", O_WRONLY | O_CREAT, 0600);
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair) && locked >= 0);
  CHECK(!fcntl(locked, F_SETLK, &lock) && is_locked("locked") == 1);
  send_one(pair[0], "x", locked);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(is_locked("locked") == 1);
  }
  int copy = receive_one(pair[1], 9, "x");
  CHECK(is_locked("locked") == 1 && !close(copy) && !is_locked("locked"));
  puts("done");
}
