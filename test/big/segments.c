// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image with more segments than e_phnum can count is read by gdb and by
// readelf, and restarts.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -g -O1 -I %S/../Inputs %s -o job
// RUN: JOB_SIGNAL=20 ./job -_condor_ckpt image 2>err >out </dev/null; test $? = 140
// RUN: readelf -lW image >out 2>err && test ! -s err
// RUN: grep 'There are 7[0-9]* program headers' out
// RUN: llvm-readobj -l image >out 2>err && test ! -s err
// RUN: HOME=. gdb -nx -batch -ex bt -ex 'print data[69999L * 73728]' job image >gdb 2>&1
// RUN: not grep -i warning gdb
// RUN: grep 'main () at .*segments.c' gdb && grep "^.1 = 112 'p'" gdb
// RUN: JOB_SIGNAL=20 ./job -_condor_restart image 2>err >out </dev/null
// RUN: grep 'all there' out
// REQUIRES: gdb
#include "ckpt_test.h"
#include <sys/mman.h>

// A page with content in every 72 KiB: more zeros lie between than one segment
// spans.
enum { kCount = 70000, kStep = 73728 };
char *data;

int main(void) {
  size_t size = (size_t)kCount * kStep;
  data = mmap(NULL, size, PROT_READ | PROT_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(data != MAP_FAILED && !madvise(data, size, MADV_NOHUGEPAGE));
  for (size_t at = 0; at < size; at += kStep)
    data[at] = 'p';
  checkpoint();
  for (size_t at = 0; at < size; at += kStep)
    CHECK(data[at] == 'p' && !data[at + 4096]);
  puts("all there");
}
