// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory files: name, bytes, holes, seals, mode, and both descriptions of one.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { kSize = 3 << 20 };

int main(void) {
  char *block = malloc(kSize), path[64], name[256];
  for (unsigned i = 0; i < kSize; ++i)
    block[i] = (char)(i * 131 + i / 4096);
  int big = memfd_create("big", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  CHECK(pwrite(big, block, kSize, 1 << 20) == kSize);
  CHECK(!ftruncate(big, 64 << 20) && lseek(big, 12345, SEEK_SET) == 12345);
  snprintf(path, sizeof path, "/proc/self/fd/%d", big);
  int read_only = open(path, O_RDONLY), plain = memfd_create("plain", 0);
  CHECK(write(plain, "text", 4) == 4 && !fchmod(plain, 0640));
  CHECK(!fcntl(big, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
  for (int round = 0; round < 2; ++round) {
    struct stat st;
    checkpoint();
    CHECK(readlink(path, name, sizeof name) == 20);
    CHECK(!memcmp(name, "/memfd:big (deleted)", 20));
    CHECK(fcntl(big, F_GET_SEALS) == (F_SEAL_SHRINK | F_SEAL_GROW));
    CHECK(fcntl(plain, F_GET_SEALS) & F_SEAL_SEAL);
    CHECK(!fstat(plain, &st) && (st.st_mode & 0777) == 0640 && st.st_size == 4);
    CHECK(!fstat(big, &st) && st.st_size == 64 << 20);
    CHECK(st.st_blocks * 512 < 8 << 20);
    CHECK(lseek(big, 0, SEEK_CUR) == 12345 && !lseek(read_only, 0, SEEK_CUR));
    CHECK(ftruncate(big, 0) == -1 && write(read_only, "x", 1) == -1);
    char *seen = calloc(1, kSize);
    CHECK(pread(read_only, seen, kSize, 1 << 20) == kSize);
    CHECK(!memcmp(seen, block, kSize));
    block[round] = '!'; // both see what is written
    CHECK(pwrite(big, "!", 1, (1 << 20) + round) == 1);
  }
  puts("done");
}
