// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files without a name keep their bytes: unlinked, replaced under their name,
// made by O_TMPFILE, larger than a piece, for writing only, with locks.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { kSize = (5 << 20) / 2 };

static int make(const char *name, int flags) {
  int fd = open(name, flags | O_CREAT | O_EXCL, 0640);
  CHECK(fd >= 0 && !unlink(name));
  return fd;
}

int main(void) {
  char *block = malloc(kSize), *seen = malloc(kSize), text[16] = "";
  for (unsigned i = 0; i < kSize; ++i)
    block[i] = (char)(i * 131 + i / 4096);
  int large = make("large", O_RDWR), only = make("only", O_WRONLY | O_APPEND);
  int temporary = open(".", O_TMPFILE | O_RDWR, 0600), copy = dup(large);
  int replaced = make("replaced", O_RDWR), again;
  snprintf(text, sizeof text, "/dev/fd/%d", temporary);
  CHECK((again = open(text, O_RDONLY)) >= 0);
  int other = open("replaced", O_WRONLY | O_CREAT, 0600);
  int readable = open("replaced", O_RDONLY);
  CHECK(write(large, block, kSize) == kSize && write(temporary, "t", 1) == 1);
  CHECK(write(replaced, "old", 3) == 3 && write(other, "new", 3) == 3);
  struct flock lock = {.l_type = F_WRLCK, .l_len = 5};
  CHECK(!fcntl(only, F_SETLK, &lock));
  for (int round = 0; round < 2; ++round) {
    struct stat st;
    CHECK(write(only, "append", 6) == 6);
    checkpoint();
    CHECK(lseek(copy, 0, SEEK_CUR) == kSize && !fstat(large, &st));
    CHECK(st.st_size == kSize && !st.st_nlink && (st.st_mode & 0777) == 0640);
    CHECK(pread(large, seen, kSize, 0) == kSize && !memcmp(seen, block, kSize));
    CHECK(pread(replaced, text, 9, 0) == 3 && !memcmp(text, "old", 3));
    CHECK(pread(readable, text, 9, 0) == 3 && !memcmp(text, "new", 3));
    CHECK(pread(temporary, text, 9, 0) == 1 + round && text[0] == 't');
    CHECK(write(temporary, "t", 1) == 1 && !fstat(only, &st));
    CHECK((fcntl(temporary, F_GETFL) & O_TMPFILE) == O_TMPFILE);
    CHECK(!(fcntl(again, F_GETFL) & O_TMPFILE));
    CHECK(st.st_size == 6 * (round + 1) && fcntl(only, F_GETFL) & O_APPEND);
  }
  puts("done");
}
