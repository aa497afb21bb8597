// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --ckpt-default is written into the linked program, and only there.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: %ckpt gcc %s -o plain
// RUN: %ckpt '--ckpt-default=-_condor_nowarn -_condor_ckpt x.img' gcc %s -o prog
// RUN: strings prog | grep -x -e '-_condor_nowarn -_condor_ckpt x.img'
// RUN: test $(stat -c %%s plain) -eq $(stat -c %%s prog)
// RUN: test $(cmp -l plain prog | wc -l) -eq 35
// RUN: %ckpt --ckpt-default=-_condor_nowarn gcc -c %s -o prog.o
// RUN: gcc -c %s -o plain.o && cmp plain.o prog.o
// RUN: %ckpt --ckpt-default=$(printf %%1020s | tr ' ' x) gcc %s -o no \
// RUN:   2> err; test $? -eq 119
// RUN: FileCheck %s < err && test ! -e no
// CHECK: error: --ckpt-default is longer than the 1019 bytes
int main(void) { return 0; }
