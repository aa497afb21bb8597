// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A refused checkpoint names a descriptor by the number that the program knows.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I %src/test/Inputs %s -o job
// RUN: JOB_SIGNAL=12 ./job -_condor_nowarn -_condor_ckpt im -_condor_aggravate_bugs 2> err
// RUN: FileCheck %s < err
// CHECK: descriptor 33 (/proc/1/stat)
#include "ckpt_test.h"
#include <fcntl.h>

int main(void) {
  CHECK(open("/proc/1/stat", O_RDONLY) == 33);
  checkpoint();
}
