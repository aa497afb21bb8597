// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A gigabyte of which every other page is zero: half of it is in the image.
// RUN: %job %s %t --modes static --requests vacate --limit 120 --between 'test $(du -k image | cut -f1) -lt 540000'
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPage = 4096 / sizeof(uint64_t) };
static const size_t kWords = (1ul << 30) / sizeof(uint64_t);

int main(void) {
  uint64_t *data = mmap(NULL, kWords * sizeof *data, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(data != MAP_FAILED);
  for (size_t i = 0; i < kWords; ++i)
    data[i] = i / kPage % 2 ? i * 0x9e3779b97f4a7c15 : 0;
  checkpoint();
  for (size_t i = 0; i < kWords; ++i)
    CHECK(data[i] == (i / kPage % 2 ? i * 0x9e3779b97f4a7c15 : 0));
  puts("all there");
}
