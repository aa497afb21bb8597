// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A request that was sent before the program began is served before main, from
// the program's own stack.
// RUN: mkdir -p %t && cd %t
// RUN: for mode in static static-pie pie no-pie; do rm -f im; %ckpt gcc -O2 -$mode %s -o job && %python -c "import os,signal as s; s.pthread_sigmask(s.SIG_BLOCK,[s.SIGTSTP]); os.kill(os.getpid(),s.SIGTSTP); os.execv('./job',['job','-_condor_ckpt','im'])" > first 2>&1; test $? = 140 && ./job -_condor_restart im > out 2>&1 && FileCheck %s < out || exit 1; done
// CHECK: main runs
#include <stdio.h>
int main(void) { puts("main runs"); }
