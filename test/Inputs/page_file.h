/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Files whose page i holds the byte i + 1. */
#pragma once
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { kPage = 4096 };

static inline void write_pages(int fd, int pages) {
  char block[kPage];
  for (int i = 0; i < pages; ++i) {
    memset(block, i + 1, kPage);
    CHECK(write(fd, block, kPage) == kPage);
  }
}
