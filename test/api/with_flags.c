// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The calls mean what the flags say: other signals, an exit status, a kept
// generation; restart() goes on with them.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do rm -f prog.ckpt*; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   flags="-_ckpt_signals TERM+TSTP,USR1 -_ckpt_exit_code 85 -_ckpt_keep 2" && \
// RUN:   { ./prog $flags > out 2> err; test $? = 85; } && test -f prog.ckpt.1 && \
// RUN:   ./prog $flags -_condor_nowarn -_condor_restart prog.ckpt | grep end || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>

static int handled;
static void handler(int sig) { handled += sig == SIGUSR2; }

int main(void) {
  CHECK(signal(SIGUSR2, handler) != SIG_ERR);
  ckpt();
  if (!_condor_numrestarts)
    restart();
  CHECK(!raise(SIGUSR2) && handled == 1);
  ckpt_and_exit();
  puts("end");
}
