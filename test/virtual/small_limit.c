// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Under a limit that leaves no number but those that are skipped, they are given:
// all but the real 0, 1 and 2 can be had, lowest first, and again when closed.
// RUN: %job %s %t --at-least 2 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/resource.h>

enum { kLimit = 36 };

static int zero_at(int fd) {
  char byte = 1;
  return read(fd, &byte, 1) == 1 && byte == 0;
}

int main(void) {
  struct rlimit limit = {kLimit, kLimit};
  CHECK(!setrlimit(RLIMIT_NOFILE, &limit));
  int open_now = 3;
  for (int want = 33; want < kLimit; ++want, ++open_now)
    CHECK(open("/dev/zero", O_RDONLY) == want);
  for (int want = 3; open_now < kLimit - 3; ++want, ++open_now)
    CHECK(open("/dev/zero", O_RDONLY) == want);
  CHECK(open("/dev/zero", O_RDONLY) == -1 && errno == EMFILE);
  CHECK(!close(34) && !close(5) && !syscall(SYS_close_range, 20, 29, 0));
  checkpoint();
  CHECK(dup(4) == 34 && dup(4) == 5 && fcntl(4, F_DUPFD, 7) == 20);
  CHECK(zero_at(34) && zero_at(5) && zero_at(20));
  checkpoint();
  puts("good");
}
