// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint that cannot be written: a line says why, the call returns, and
// what was there stays.  -_ckpt_on_error kill ends the program instead.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I%src/runtime/include %s -o prog
// RUN: ./prog -_condor_nowarn -_condor_ckpt gone/im > out 2> err
// RUN: grep -q 'went on 2' out && FileCheck %s < err
// RUN: { ./prog -_condor_nowarn -_condor_ckpt gone/im -_ckpt_on_error kill; test $? = 137; }
// CHECK-COUNT-2: Condor: Error: no checkpoint was written: cannot create {{.*}}gone/im.tmp (errno 2): its directory does not exist. The program goes on; an earlier checkpoint in {{.*}} is untouched.
#include <ckpt.h>
#include <stdio.h>

int main(void) {
  ckpt();
  ckpt_and_exit();
  puts("went on 2");
  fflush(stdout);
}
