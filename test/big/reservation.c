// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 64 GiB reserved without memory behind it: only what was written costs.
// RUN: %job %s %t --modes static,pie --limit 60 --between 'test $(du -k image | cut -f1) -lt 8192'
#include "ckpt_test.h"
#include <sys/mman.h>

static const size_t kSize = 64ul << 30, kStep = 1ul << 30;

int main(void) {
  char *data = mmap(NULL, kSize, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  char *nothing = mmap(NULL, kSize, PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(data != MAP_FAILED && nothing != MAP_FAILED);
  CHECK(!madvise(data, kSize, MADV_NOHUGEPAGE));
  for (size_t at = 0; at < kSize; at += kStep)
    memcpy(data + at + 4096, &at, sizeof at);
  checkpoint();
  for (size_t at = 0; at < kSize; at += kStep) {
    CHECK(!memcmp(data + at + 4096, &at, sizeof at));
    CHECK(!data[at] && !data[at + kStep - 1]);
  }
  CHECK(!mprotect(nothing + kStep, 4096, PROT_READ | PROT_WRITE));
  nothing[kStep] = 1;
  puts("all there");
}
