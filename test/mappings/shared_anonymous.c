// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared anonymous memory comes back shared: a child made after the restart
// writes what its parent reads.  So does a shared mapping of /dev/zero.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { kSize = 64 * 4096 };

static void child_writes(char *at, int value) {
  pid_t child = fork();
  CHECK(child >= 0);
  if (!child) {
    at[5] = (char)value;
    _exit(0);
  }
  CHECK(waitpid(child, 0, 0) == child && at[5] == value);
}

int main(void) {
  int zero = open("/dev/zero", O_RDWR);
  char *at[2] = {
      mmap(0, kSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
      mmap(0, kSize, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0)};
  CHECK(at[0] != MAP_FAILED && at[1] != MAP_FAILED && !close(zero));
  for (int i = 0; i < 2; ++i) {
    memset(at[i] + 8192, i + 3, 4096);
    strcpy(at[i] + kSize - 4096, "the end");
    // Gone from the page tables, not from the object.
    CHECK(!madvise(at[i], kSize, MADV_DONTNEED));
  }
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 2; ++i) {
      CHECK(at[i][8192] == i + 3 && at[i][8192 + 4095] == i + 3);
      CHECK(!at[i][4096] && !strcmp(at[i] + kSize - 4096, "the end"));
      child_writes(at[i], 10 * round + i + 1);
    }
    if (round < 2)
      checkpoint();
    for (int i = 0; i < 2; ++i)
      CHECK(at[i][5] == 10 * round + i + 1);
  }
  puts("good");
}
