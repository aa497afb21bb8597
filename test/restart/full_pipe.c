// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Standard error is a pipe that is full and that nobody reads, or whose reader
// has gone: the checkpoint is made all the same, and no SIGPIPE comes.
// RUN: %job %s %t --at-least 1 --stderr full --requests vacate,periodic
// RUN: %job %s %t-broken --at-least 1 --stderr broken
#include "ckpt_test.h"
#include <fcntl.h>

static void never(int sig) { _exit(sig); }

int main(void) {
  int fd = open("data", O_RDWR | O_CREAT, 0600); // there is a warning to give
  CHECK(fd >= 0 && signal(SIGPIPE, never) != SIG_ERR);
  checkpoint();
  checkpoint();
  puts("good");
}
