// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// init_image_with_file_name: relative to the directory of that moment; a name
// that cannot be used changes nothing.
// RUN: rm -rf %t && mkdir %t && cd %t && mkdir sub
// RUN: for mode in -static -pie; do rm -f sub/mine; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   { ./prog > out 2> err; test $? = 140; } && test ! -e prog.ckpt && \
// RUN:   FileCheck %s < err && ./prog -_condor_nowarn -_condor_restart sub/mine | grep end || exit 1; done
// CHECK: Condor: Error: init_image_with_file_name: the file name is empty; images still go to {{.*}}/sub/mine
// CHECK: Condor: Error: init_image_with_file_name: the file name is empty; images
// CHECK: Condor: Error: init_image_with_file_name: the file name has 5000 characters; at most 4095 are possible; images
#include "ckpt_test.h"
#include <ckpt.h>

int main(void) {
  char longest[5001] = {0};
  memset(longest, 'x', 5000);
  CHECK(!chdir("sub"));
  init_image_with_file_name("mine");
  CHECK(!chdir(".."));
  init_image_with_file_name("");
  init_image_with_file_name(0);
  init_image_with_file_name(longest);
  ckpt_and_exit();
  puts("end");
}
