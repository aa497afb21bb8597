// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 60,000 mappings, nearly as many as the kernel allows; twice, for the second
// restart has an image that a restarted process wrote.
// RUN: %job %s %t --modes pie --requests vacate --at-least 2 --limit 60
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPages = 60000, kPage = 4096 };

static int protection(int i) {
  const int kinds[] = {PROT_READ | PROT_WRITE, PROT_READ,
                       PROT_READ | PROT_EXEC, PROT_NONE};
  return kinds[i % 4];
}

int main(void) {
  char *data = mmap(NULL, (size_t)kPages * kPage, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(data != MAP_FAILED);
  for (int i = 0; i < kPages; ++i) {
    memcpy(data + (size_t)i * kPage, &i, sizeof i);
    CHECK(!mprotect(data + (size_t)i * kPage, kPage, protection(i)));
  }
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int i = 0; i < kPages; ++i) {
      char *page = data + (size_t)i * kPage;
      // A pipe tells without a signal whether a page can be read.
      if (protection(i) == PROT_NONE) {
        if (i % 1000 == 3)
          CHECK(write(1, page, 1) == -1 && errno == EFAULT);
        continue;
      }
      CHECK(!memcmp(page, &i, sizeof i));
      if (protection(i) & PROT_WRITE)
        page[kPage - 1] = (char)round;
    }
  }
  CHECK(!mprotect(data, (size_t)kPages * kPage, PROT_READ));
  for (int i = 0; i < kPages; ++i)
    CHECK(!memcmp(data + (size_t)i * kPage, &i, sizeof i));
  puts("all there");
}
