// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_help: the list on standard output, status 0, main() does not run.
//
// RUN: %ckpt %cc %s -o %t
// RUN: %t a -_ckpt_help b > %t.out 2> %t.err
// RUN: test ! -s %t.err
// RUN: FileCheck %s < %t.out
//
// CHECK: Flags of a program linked by ckpt_compile.
// CHECK: {{^  -_condor_ckpt FILE$}}
// CHECK: {{^  -_condor_restart FILE$}}
// CHECK: {{^  -_condor_relocatable$}}
// CHECK: {{^  -_condor_warning KIND MODE$}}
// CHECK: {{^  -_condor_D_LEVEL$}}
// CHECK: {{^  -_condor_cmd_fd N$}}
// CHECK: {{^  -_condor_aggravate_bugs$}}
// CHECK: {{^  -_ckpt_cpu CHECK$}}
// CHECK: {{^Environment:$}}
// CHECK: {{^  CKPT_FLAGS$}}
// CHECK: {{^Signals:}}
// CHECK-NOT: main ran
#include <stdio.h>

int main(void) {
  puts("main ran");
  return 1;
}
