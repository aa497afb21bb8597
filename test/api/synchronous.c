// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When ckpt() returns the image is there, complete and under its name; without
// flags nothing is said.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -static-pie -pie -no-pie; do \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog %inspect > out 2> err && test ! -s err && test ! -e prog.ckpt.tmp && \
// RUN:   ./prog -_condor_nowarn -_condor_restart prog.ckpt %inspect > again && \
// RUN:   grep -q end out && grep -q end again || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <sys/stat.h>

int main(int argc, char **argv) {
  CHECK(argc == 2);
  ino_t before = 0;
  for (int i = 0; i < 3; ++i) {
    struct stat image;
    char command[4096];
    pid_t pid = getpid();
    ckpt();
    if (getpid() != pid)
      continue; // restarted
    CHECK(!stat("prog.ckpt", &image) && image.st_ino != before);
    before = image.st_ino;
    snprintf(command, sizeof command, "%s verify prog.ckpt > log", argv[1]);
    CHECK(system(command) == 0);
  }
  puts("end");
}
