// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt() in a table without a free number; restart() with one of all.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do rm -f gone* file*; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   prlimit --nofile=64:64 ./prog -_condor_ckpt im -_condor_nowarn > out 2> err && \
// RUN:   grep -q '^end$' out || exit 1; done
#include "full_table.h"
#include <ckpt.h>

int main(void) {
  size_t limit = fill("some");
  pid_t pid = getpid();
  check_all(limit);
  ckpt();
  check_all(limit);
  if (!_condor_numrestarts) {
    CHECK(!close((int)limit - 1));
    restart();
    CHECK(!"restart returned");
  }
  CHECK(_condor_numrestarts == 1 && getpid() == pid);
  puts("end");
}
