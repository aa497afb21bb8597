// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's own calls do not read the stream; a SIGTSTP that was put off
// reads it when it is served.
// RUN: rm -rf %t && mkdir %t && cd %t && %ckpt gcc -O2 -Wall %s -o job
// RUN: printf 'end\nckpt other\nexit 9\n' > cmds
// RUN: ./job -_condor_cmd_file cmds -_condor_ckpt im 2> err; test $? = 140
// RUN: test -e im && test ! -e other
// RUN: ./job -_condor_cmd_file cmds put-off 2> err; test $? = 9
// RUN: test -e other
#include <signal.h>

void ckpt(void);
void ckpt_and_exit(void);
void _condor_ckpt_disable(void);
void _condor_ckpt_enable(void);

int main(int argc, char **argv) {
  (void)argv;
  ckpt();
  if (argc > 1) {
    _condor_ckpt_disable();
    raise(SIGTSTP);
    _condor_ckpt_enable();
  } else {
    ckpt_and_exit();
  }
  return 1;
}
