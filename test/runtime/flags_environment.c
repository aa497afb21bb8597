// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CKPT_FLAGS: read before argv, removed from the environment, silent when the
// command line has no flag, refused with its name when it is wrong.
//
// RUN: %ckpt %cc %s -o %t
// RUN: CKPT_FLAGS="-_condor_warning ALL ON -_ckpt_file %t.ckpt" CKPT_X=1 \
// RUN:   %t a > %t.out 2> %t.err
// RUN: echo "a CKPT_X=1" | diff - %t.out
// RUN: test ! -s %t.err
// RUN: CKPT_FLAGS= %t a
// RUN: CKPT_FLAGS="-_ckpt_help" %t | FileCheck --check-prefix=HELP %s
// RUN: refused() { \
// RUN:   %t a > %t.out 2> %t.err; \
// RUN:   test $? = 255 && test ! -s %t.out && \
// RUN:     echo "Condor: Error: $1 (in CKPT_FLAGS)" | diff - %t.err; \
// RUN: }
// RUN: export CKPT_FLAGS="-_condor_bogus"; \
// RUN:   refused "I don't understand argument bogus"
// RUN: export CKPT_FLAGS="-_condor_nowarn -_condor_ckpt"; \
// RUN:   refused "-_condor_ckpt requires another argument"
// RUN: export CKPT_FLAGS="a.ckpt"; refused "a.ckpt is neither a flag\
// RUN: (-_condor_*, -_ckpt_*) nor a flag's operand; remove it"
//
// HELP: -_condor_ckpt FILE
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv, char **envp) {
  printf("%s", argc > 1 ? argv[1] : "-");
  for (; *envp; ++envp)
    if (!strncmp(*envp, "CKPT_", 5))
      printf(" %s", *envp);
  puts("");
  return 0;
}
