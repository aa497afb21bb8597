// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// init_image_relocatable: the program's images can be restarted in another
// directory without the flag, until it says otherwise.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do rm -rf old new; mkdir old; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   (cd old && { ../prog -_condor_ckpt im; test $? = 140; }) && mv old new && \
// RUN:   (cd new && { ../prog -_condor_restart im; test $? = 140; } && cat data) && \
// RUN:   mv new old && (cd old && ! ../prog -_condor_restart im) 2> err && \
// RUN:   grep 'its working directory .*/new cannot be entered' err || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>

int main(void) {
  int data = open("data", O_WRONLY | O_CREAT, 0600);
  CHECK(data >= 0);
  init_image_relocatable(1);
  ckpt_and_exit();
  CHECK(write(data, "end\n", 4) == 4);
  init_image_relocatable(0);
  ckpt_and_exit();
}
