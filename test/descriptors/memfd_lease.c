// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A memfd's own descriptor does not count as one that is open for writing: a lease
// for reading beside it is taken again.  So is what was written with O_DIRECT to a
// file without a name.
// RUN: %job %s %t --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(void) {
  char link[40], bytes[8] = "";
  struct stat st;
  int file = memfd_create("m", 0), plain = open("plain", O_RDWR | O_CREAT, 0600);
  CHECK(pwrite(file, "memory", 6, 0) == 6 && pwrite(plain, "direct", 6, 0) == 6);
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  int reader = open(link, O_RDONLY);
  CHECK(reader >= 0 && !fcntl(reader, F_SETLEASE, F_RDLCK));
  int direct = open("plain", O_RDWR | O_DIRECT);
  CHECK(!close(plain) && !unlink("plain"));
  checkpoint();
  CHECK(!fstat(direct, &st) && fcntl(direct, F_GETFL) & O_DIRECT);
  CHECK(!fcntl(direct, F_SETFL, 0));
  printf("%d %d %d\n", fcntl(reader, F_GETLEASE), fcntl(file, F_GETFL), (int)st.st_size);
  CHECK(pread(file, bytes, 6, 0) == 6 && printf("%s\n", bytes));
  CHECK(pread(direct, bytes, 6, 0) == 6 && printf("%s\n", bytes));
}
