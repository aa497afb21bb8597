// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Generated code, written through one mapping of a memfd and run through
// another, as JIT compilers do that forbid themselves writable code.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/mman.h>

typedef int (*number)(void);

int main(void) {
  int fd = memfd_create("code", MFD_CLOEXEC);
  CHECK(fd >= 0 && !ftruncate(fd, 8192));
  unsigned char *w = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  unsigned char *x = mmap(0, 8192, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  CHECK(w != MAP_FAILED && x != MAP_FAILED && !close(fd));
  for (int round = 0; round < 3; ++round) {
    unsigned char code[] = {0xb8, (unsigned char)(40 + round), 0, 0, 0, 0xc3};
    memcpy(w + 4096, code, sizeof code);
    CHECK(((number)(x + 4096))() == 40 + round);
    if (round < 2)
      checkpoint();
    CHECK(((number)(x + 4096))() == 40 + round);
  }
  puts("good");
}
