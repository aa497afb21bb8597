// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// special: holds checkpoints off until its last copy is closed, however that
// happens; a child's copies do not count.
// RUN: rm -rf %t && mkdir %t && cd %t && echo end > cmds
// RUN: for mode in -static -pie; do rm -f prog.ckpt; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   CKPT_FLAGS="-_condor_cmd_file cmds" ./prog 2> err && test ! -s err || exit 1; done
// RUN: echo 'fd 5 append:special:/dev/null w' > cmds && echo end >> cmds
// RUN: CKPT_FLAGS="-_condor_cmd_file cmds" ./prog given 2> err && test ! -s err
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <sys/wait.h>

static int written(void) { return access("prog.ckpt", F_OK) == 0; }

// The last close serves what was asked for before.
static void held_by(int fd, int copy) {
  int status;
  CHECK(fd > 0 && copy > 0 && _condor_ckpt_is_disabled() == 1);
  CHECK(!raise(SIGUSR2) && _condor_ckpt_is_deferred() && !written());
  CHECK(!close(fd) && !written());
  if (!fork())
    _exit(close(copy) != 0 || written());
  CHECK(!system("true")); // shares the memory
  CHECK(wait(&status) > 0 && !status && _condor_ckpt_is_disabled() == 1);
}
static void is_served(void) {
  CHECK(written() && !_condor_ckpt_is_deferred() && !_condor_ckpt_is_disabled());
  CHECK(!remove("prog.ckpt"));
}

int main(int argc, char **argv) {
  static const char name[] = "special:/dev/null";
  int fd = argc > 1 ? 5 : open(name, O_RDWR), copy = dup(fd);
  held_by(fd, copy);
  CHECK(!close(copy));
  is_served();
  CHECK((fd = open(name, O_RDONLY)) > 0);
  held_by(fd, dup2(fd, 20));
  CHECK(dup2(0, 20) == 20); // replaced
  is_served();
  CHECK((fd = open("append:special:/dev/null", O_WRONLY)) > 0);
  held_by(fd, fcntl(fd, F_DUPFD, 30));
  closefrom(3);
  is_served();
  CHECK(open("special:/nonexistent", O_RDONLY) == -1 && !_condor_ckpt_is_disabled());
}
