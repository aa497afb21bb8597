// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 64 GiB of shared memory reserved, with a page in each GiB: only those cost.
// RUN: %job %s %t --modes pie --at-least 2 --limit 60 --between 'test $(du -k image | cut -f1) -lt 8192'
#include "ckpt_test.h"
#include <sys/mman.h>

static const size_t kSize = 64ul << 30, kStep = 1ul << 30;

int main(void) {
  char *data = mmap(NULL, kSize, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(data != MAP_FAILED);
  for (size_t at = 0; at < kSize; at += kStep)
    memcpy(data + at + 4096, &at, sizeof at);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (size_t at = 0; at < kSize; at += kStep)
      CHECK(!memcmp(data + at + 4096, &at, sizeof at));
  }
  CHECK(!data[0] && !data[kSize - 1]);
  puts("all there");
}
