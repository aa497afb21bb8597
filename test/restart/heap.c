// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// malloc grows the heap by brk and by mmap before and after a restart.
// RUN: %job %s %t --at-least 3 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"

enum { kBlocks = 400 };
static unsigned char *block[kBlocks];
static size_t size[kBlocks];

static void fill(int from, int to) {
  for (int i = from; i < to; ++i) {
    size[i] = i % 7 ? (size_t)i * 97 + 1 : (size_t)i * 4096 + 200000;
    block[i] = malloc(size[i]);
    CHECK(block[i]);
    memset(block[i], i, size[i]);
  }
}

static void verify(int to) {
  for (int i = 0; i < to; ++i)
    for (size_t at = 0; at < size[i]; ++at)
      CHECK(block[i][at] == (unsigned char)i);
}

int main(void) {
  for (int round = 0; round < 4; ++round) {
    fill(round * 100, round * 100 + 100);
    char *before = sbrk(0);
    if (round < 3)
      checkpoint();
    CHECK(sbrk(0) == before);
    verify(round * 100 + 100);
  }
  // The break moves where the program wants it.
  char *top = sbrk(1 << 20);
  CHECK(top != (void *)-1 && sbrk(0) == top + (1 << 20));
  memset(top, 1, 1 << 20);
  for (int i = 0; i < kBlocks; ++i)
    free(block[i]);
  printf("%d blocks\n", kBlocks);
}
