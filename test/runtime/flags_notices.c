// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// No flag: not one byte on stderr.  A flag on the command line: the two
// notices of a start, unless they are switched off.
//
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt %cc %s -o prog
// RUN: ./prog a b 2> err
// RUN: test ! -s err
// RUN: ./prog -_condor_ckpt some.ckpt 2> err
// RUN: FileCheck --check-prefix=NAMED %s < err
// RUN: ./prog -_condor_relocatable 2> err
// RUN: FileCheck --check-prefix=DEFAULT %s < err
// RUN: ./prog -_condor_nowarn -_condor_ckpt some.ckpt 2> err
// RUN: test ! -s err
// RUN: ./prog -_condor_ckpt some.ckpt -_condor_warning notice off 2> err
// RUN: test ! -s err
//
// NAMED: {{^}}Condor: Notice: Will checkpoint to {{(.*/)?}}some.ckpt{{$}}
// NAMED-NEXT: {{^}}Condor: Notice: Remote system calls disabled.{{$}}
// NAMED-NOT: {{.}}
// DEFAULT: {{^}}Condor: Notice: Will checkpoint to {{(.*/)?}}prog.ckpt{{$}}
// DEFAULT-NEXT: {{^}}Condor: Notice: Remote system calls disabled.{{$}}
int main(void) { return 0; }
