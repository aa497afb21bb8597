// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names a Fortran compiler makes of CKPT and CKPT_AND_EXIT, with one and
// with two underscores.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for end in _ __; do for mode in -static -pie; do rm -f prog.ckpt; \
// RUN:   %ckpt gcc $mode -DEND=$end %s -o prog && { ./prog; test $? = 140; } && \
// RUN:   ./prog -_condor_nowarn -_condor_restart prog.ckpt | grep 'end 1' || exit 1; \
// RUN: done; done
#include <stdio.h>
#include <unistd.h>
#define JOIN(a, b) a##b
#define NAME(a, b) JOIN(a, b)
void NAME(ckpt, END)(void);
void NAME(ckpt_and_exit, END)(void);
extern unsigned _condor_numrestarts;

int main(void) {
  NAME(ckpt, END)();
  if (access("prog.ckpt", F_OK))
    return 1;
  NAME(ckpt_and_exit, END)();
  printf("end %u\n", _condor_numrestarts);
}
