// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restart gives up the memory of its process: it is refused where a library
// of LD_AUDIT has brought a thread along, which would run on in it.
// RUN: %cc -O1 -shared -fPIC -nostdlib %S/Inputs/audit_thread.c -o %t.so
// RUN: %ckpt gcc -I %src/test/Inputs %s -o %t
// RUN: bash -c '%t -_condor_ckpt %t.im; [ $? = 140 ]'
// RUN: bash -c 'LD_AUDIT=%t.so %t -_condor_restart %t.im; [ $? = 255 ]' 2>&1 \
// RUN:   | FileCheck %s
// RUN: %t -_condor_restart %t.im
// CHECK: Condor: Error: cannot restart from {{.*}}more than one thread
#include "ckpt_test.h"

int main(void) {
  raise(SIGTSTP);
  return 0;
}
