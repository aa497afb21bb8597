// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that keeps its own files small: the image may be larger; where even
// that is forbidden, the refused checkpoint does not cost the program its life.
// RUN: %job %s %t --stderr any
// RUN: FileCheck %s --input-file=%t/static0/periodic/err
// CHECK: no checkpoint was written: {{.*}}the file size limit (ulimit -f) is too small
#include "ckpt_test.h"
#include <sys/resource.h>

int main(void) {
  struct rlimit limit;
  CHECK(!getrlimit(RLIMIT_FSIZE, &limit));
  limit.rlim_cur = 4096;
  CHECK(!setrlimit(RLIMIT_FSIZE, &limit));
  checkpoint();
  limit.rlim_cur = limit.rlim_max = 4096;
  CHECK(!setrlimit(RLIMIT_FSIZE, &limit));
  CHECK(!kill(getpid(), request_signal()));
  sigset_t set;
  CHECK(!sigpending(&set) && !sigismember(&set, SIGXFSZ));
  puts("alive");
}
