// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program is the same after strip, install -s and the separation of its
// debug information: an image from before restarts it.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: for mode in -pie -static; do %ckpt gcc -g $mode \
// RUN:   -I %src/test/Inputs %s -o job || exit 1; cp job whole; \
// RUN:   for change in 'strip job' 'strip -s job' 'strip -g job' \
// RUN:     'install -s whole job' 'objcopy --strip-unneeded job' \
// RUN:     'objcopy --only-keep-debug job job.debug; strip -R .comment job; objcopy --add-gnu-debuglink=job.debug job' \
// RUN:     'objcopy --compress-debug-sections job'; do \
// RUN:     rm -f job.debug; cp whole job; JOB_SIGNAL=20 ./job -_condor_ckpt im > one; \
// RUN:     test $? -eq 140 || exit 1; eval "$change" || exit 1; \
// RUN:     ./job -_condor_restart im >> one; test $? -eq 140 || exit 1; \
// RUN:     ./job -_condor_restart im >> one || exit 1; \
// RUN:     ./job > two; cmp one two || exit 1; \
// RUN:   done; \
// RUN: done
// RUN: strip job && readelf -SW job > sections && not grep symtab sections
#include "ckpt_test.h"

int main(void) {
  for (int i = 0; i < 2; ++i) {
    checkpoint();
    printf("line %d\n", i);
    fflush(stdout);
  }
  return 0;
}
