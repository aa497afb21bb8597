// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A forked child that calls is told that it cannot, goes on, and leaves its
// parent's image alone; a request that its parent has put off is not its own.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog 2> err && FileCheck %s --implicit-check-not={{.}} < err || exit 1; \
// RUN: done
// CHECK: Condor: Error: no checkpoint was written: this process was forked from the job, and only the job itself writes its image. The program goes on; an earlier checkpoint in {{.*}}/prog.ckpt is untouched.
// CHECK: Condor: Error: no checkpoint was written: this process was forked from the job{{.*}}
// CHECK: Condor: Error: restart(): only the job itself can restart, not a process that it forked{{.*}}
#include "ckpt_test.h"
#include <ckpt.h>
#include <sys/stat.h>
#include <sys/wait.h>

int main(void) {
  int status;
  struct stat before, after;
  ckpt();
  CHECK(!stat("prog.ckpt", &before));
  _condor_ckpt_disable();
  ckpt();
  pid_t child = fork();
  if (child == 0) {
    _condor_ckpt_enable();
    ckpt();
    ckpt_and_exit();
    restart();
    _exit(7);
  }
  CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7);
  CHECK(!stat("prog.ckpt", &after) && after.st_ino == before.st_ino);
  _condor_ckpt_enable();
  CHECK(!stat("prog.ckpt", &after) && after.st_ino != before.st_ino);
}
