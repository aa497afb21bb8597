// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A wrong flag: one line on stderr, status 255, main() does not run.
//
// RUN: %ckpt %cc %s -o %t
// RUN: refused() { \
// RUN:   want="Condor: Error: $1"; shift; \
// RUN:   %t "$@" > %t.out 2> %t.err; \
// RUN:   test $? = 255 && test ! -s %t.out && echo "$want" | diff - %t.err; \
// RUN: }
// RUN: refused "I don't understand argument bogus" -_condor_bogus
// RUN: refused "I don't understand argument bogus" a -_condor_bogus b
// RUN: refused "-_condor_ckpt requires another argument" a -_condor_ckpt
// RUN: refused "-_condor_restart requires an argument" -_condor_restart
// RUN: refused "Error in command line syntax" -_condor_cmd_fd
// RUN: refused "Error in command line syntax" -_condor_cmd_file
// RUN: refused "Can't parse cmd stream fd (x)" -_condor_cmd_fd x
// RUN: refused "-_ckpt_cpu some: the value must be one of strict, ignore"\
// RUN: -_ckpt_cpu some
// RUN: refused "I don't understand argument flie; did you mean -_ckpt_file\
// RUN: NAME? -_ckpt_help lists all flags" -_ckpt_flie x
// RUN: for words in "" "ALL" "SOME ON" "ALL MAYBE"; do \
// RUN:   %t -_condor_warning $words > %t.out 2> %t.err; \
// RUN:   test $? = 255 && test ! -s %t.out || exit 1; \
// RUN:   FileCheck --check-prefix=WARNING %s < %t.err || exit 1; \
// RUN: done
// RUN: %t -_condor_D_SOME > %t.out 2> %t.err; test $? = 255
// RUN: test ! -s %t.out
// RUN: FileCheck --check-prefix=LEVEL %s < %t.err
//
// WARNING: {{^}}Condor: Error: -_condor_warning KIND MODE: KIND must be one of
// WARNING-SAME: {{ALL, NOTICE, READWRITE, UNSUP, BADURL$}}
// WARNING-NEXT: {{^}}MODE must be one of ON, OFF, ONCE{{$}}
// WARNING-NOT: {{.}}
//
// LEVEL: {{^}}Condor: Error: I don't understand debug level D_SOME;
// LEVEL-SAME: D_ALWAYS D_FULLDEBUG D_CKPT D_SYSCALLS
#include <stdio.h>

int main(void) {
  puts("main ran");
  return 0;
}
