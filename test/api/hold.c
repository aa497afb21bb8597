// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checkpoints put off: calls nest, one request that came in between is served
// at the last enable, and a wait is not disturbed by it.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do rm -f prog.ckpt; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog 2> err && test ! -s err || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char image[] = "prog.ckpt";
static int there(void) { return access(image, F_OK) == 0; }

static void nests(void) {
  CHECK(_condor_ckpt_is_disabled() == 0 && !_condor_ckpt_is_deferred());
  _condor_ckpt_enable(); // without its disable: nothing
  _condor_ckpt_disable();
  _condor_ckpt_disable();
  CHECK(_condor_ckpt_is_disabled() == 2);
  ckpt();
  CHECK(_condor_ckpt_is_deferred() && !there());
  _condor_ckpt_enable();
  CHECK(_condor_ckpt_is_disabled() == 1 && !there());
  _condor_ckpt_enable();
  CHECK(there() && !_condor_ckpt_is_deferred() && !remove(image));
}

// The parent reads from a pipe while its child sends the request.
static void wait_is_not_disturbed(void) {
  int ends[2], status;
  char byte;
  CHECK(!pipe(ends));
  _condor_ckpt_disable();
  pid_t child = fork();
  if (child == 0) {
    CHECK(!kill(getppid(), SIGUSR2));
    while (!there() && write(ends[1], "x", 1) == 1)
      _exit(0);
    _exit(1);
  }
  CHECK(read(ends[0], &byte, 1) == 1);
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  CHECK(_condor_ckpt_is_deferred() && !there());
  CHECK(!close(ends[0]) && !close(ends[1]));
  _condor_ckpt_enable();
  CHECK(there() && !remove(image));
}

int main(void) {
  nests();
  wait_is_not_disturbed();
  _condor_ckpt_enable();
  CHECK(!there());
}
