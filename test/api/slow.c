// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// condor_slow_ckpt: an image takes at least its size at that speed, to a file
// and to a descriptor; 0 and less is no limit.  condor_compress_ckpt is there.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -static-pie -pie -no-pie; do \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <time.h>

static double timed_checkpoint(int speed) {
  struct timespec from, to;
  condor_slow_ckpt = speed;
  clock_gettime(CLOCK_MONOTONIC, &from);
  ckpt();
  clock_gettime(CLOCK_MONOTONIC, &to);
  return (double)(to.tv_sec - from.tv_sec) +
         (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

int main(void) {
  char *memory = malloc(1 << 20);
  CHECK(memory && condor_compress_ckpt == 1 && condor_slow_ckpt == 0);
  memset(memory, 1, 1 << 20);
  CHECK(timed_checkpoint(4096) >= 0.25);
  CHECK(timed_checkpoint(-1) < timed_checkpoint(1024));
  init_image_with_file_descriptor(open("im", O_WRONLY | O_CREAT, 0600));
  CHECK(timed_checkpoint(4096) >= 0.25);
}
