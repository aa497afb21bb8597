// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Function pointers, indirect functions (the program's own and libc's), and a
// table that qsort calls back through.
// RUN: %job %s %t --at-least 2 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"

static int resolved;
static int plain_answer(void) { return 42; }
static int (*resolve(void))(void) {
  ++resolved;
  return plain_answer;
}
int answer(void) __attribute__((ifunc("resolve")));

static int calls;
static int by_value(const void *a, const void *b) {
  if (++calls == 300)
    checkpoint();
  return *(const int *)a - *(const int *)b;
}

int main(void) {
  int (*volatile pointer)(void) = answer;
  void *(*volatile copy)(void *, const void *, size_t) = memcpy;
  size_t (*volatile length)(const char *) = strlen;
  int numbers[100];
  for (int i = 0; i < 100; ++i)
    numbers[i] = i * 37 % 101;
  checkpoint();
  CHECK(pointer() == 42 && answer() == 42);
  char text[32];
  CHECK(!strcmp(copy(text, "indirect", 9), "indirect") && length(text) == 8);
  qsort(numbers, 100, sizeof *numbers, by_value);
  for (int i = 1; i < 100; ++i)
    CHECK(numbers[i - 1] < numbers[i]);
  printf("%d calls\n", calls);
}
