// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of the requests that are put off one that ends the program wins, in whatever
// order they came, and the restarted program has none left.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   for order in "12 20" "20 12" "0 1" "1 0" "12 1" "20 0"; do \
// RUN:     { ./prog $order > out; test $? = 140; } && test ! -s out && \
// RUN:     ./prog -_condor_nowarn -_condor_restart prog.ckpt > out && \
// RUN:     grep -q '^went on$' out || exit 1; done; done
#include "ckpt_test.h"
#include <ckpt.h>

static void request(const char *word) {
  int number = atoi(word);
  if (number > 1)
    CHECK(!kill(getpid(), number));
  else if (number == 1)
    ckpt_and_exit();
  else
    ckpt();
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  _condor_ckpt_disable();
  request(argv[1]);
  request(argv[2]);
  CHECK(_condor_ckpt_is_deferred() && access("prog.ckpt.tmp", F_OK));
  _condor_ckpt_enable();
  CHECK(!_condor_ckpt_is_deferred() && !_condor_ckpt_is_disabled());
  puts("went on");
}
