// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names of ckpt.h that a program has for itself, as functions or as variables,
// in an object, an archive or a shared library, are its own; what it does not
// define it still gets.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for cc in %cc %clang; do for common in -fcommon -fno-common; do \
// RUN:   for mode in -static -pie; do \
// RUN:     $cc -c $common -DLIBRARY %s -o lib.o && rm -f libl.a && ar rc libl.a lib.o && \
// RUN:     %ckpt $cc $mode $common %s -L. -ll -o prog && ./prog > out 2> err && \
// RUN:     test ! -s err && grep -q '^1 2 3 4 5 6$' out && test -f prog.ckpt && \
// RUN:     rm prog.ckpt || { echo $cc $common $mode; exit 1; }; \
// RUN:   done; done; done
// RUN: gcc -shared -fPIC -DLIBRARY %s -o libs.so
// RUN: %ckpt gcc %s -L. -ls -Wl,-rpath,%t -o prog && ./prog | grep '^1 2 3 4 5 6$'
#ifdef LIBRARY
int _condor_ckpt_disable(int n) { return n + 4; }
int ckpt_and_exit = 6;
#else
#include <stdio.h>

int restart;
int init_image_relocatable; // common
int init_image_with_file_name(int n) { return n + 2; }
static int ckpt_(int n) { return n + 3; }
int _condor_ckpt_disable(int);
extern int ckpt_and_exit;
void ckpt(void);

int main(void) {
  restart = 1;
  init_image_relocatable += 2;
  ckpt();
  printf("%d %d %d %d %d %d\n", restart, init_image_relocatable,
         init_image_with_file_name(1), ckpt_(1), _condor_ckpt_disable(1),
         ckpt_and_exit);
}
#endif
