// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a restart needs for itself does not add up: the third one leaves no more
// memory mapped than the first.
// RUN: %job %s %t --at-least 4 --requests vacate
#include "ckpt_test.h"
#include <fcntl.h>

static long mapped_pages(void) {
  char text[128] = "";
  int fd = open("/proc/self/statm", O_RDONLY);
  CHECK(fd >= 0 && read(fd, text, sizeof text - 1) > 0 && !close(fd));
  return atol(text);
}

int main(void) {
  checkpoint();
  long first = mapped_pages();
  for (int round = 0; round < 3; ++round) {
    checkpoint();
    CHECK(mapped_pages() == first);
  }
  puts("good");
}
