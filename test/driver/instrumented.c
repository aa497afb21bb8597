// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coverage and profile counts are memory and are restored with it.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: gcc -I %src/test/Inputs -c %S/Inputs/ask.c
// RUN: for flag in --coverage -fprofile-generate; do \
// RUN:   %ckpt gcc $flag %s ask.o -o job || exit 1; \
// RUN:   rm -f *.gcda; JOB_SIGNAL=0 ./job > plain || exit 1; \
// RUN:   gcov-dump -l *.gcda > plain.counts || exit 1; rm *.gcda; \
// RUN:   JOB_SIGNAL=20 ./job -_condor_ckpt im > out; test $? -eq 140; \
// RUN:   ./job -_condor_restart im >> out; test $? -eq 140; \
// RUN:   ./job -_condor_restart im >> out || exit 1; cmp plain out || exit 1; \
// RUN:   gcov-dump -l *.gcda > counts; grep -q COUNTERS counts; \
// RUN:   cmp plain.counts counts || exit 1; \
// RUN: done
#include <stdio.h>

void ask_(void);

static int rounds;
static void work(void) { rounds += 1; }

int main(void) {
  for (int i = 0; i < 2; ++i) {
    for (int k = 0; k < 7; ++k)
      work();
    ask_();
    printf("%d\n", rounds);
    fflush(stdout);
  }
  return 0;
}
