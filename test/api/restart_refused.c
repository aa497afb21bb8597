// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// restart() gives nothing up before it knows that the image is good: without
// an image, with a damaged one, or with a file changed, it says so and returns.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do rm -f prog.ckpt; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog > out 2> err && FileCheck %s --implicit-check-not={{.}} < err && \
// RUN:   grep -q '^end$' out && \
// RUN:   { rm prog.ckpt; ./prog -_condor_nowarn -_ckpt_on_error kill; test $? = 137; } || exit 1; \
// RUN: done
// RUN: CKPT_SETTINGS=0 ./prog > out 2>&1 < %s; test $? = 255
// RUN: grep 'Error: CKPT_SETTINGS is set, and restart() did not set it' out
// CHECK: Condor: Error: restart(): cannot restart from {{.*}}/prog.ckpt: there is no such file{{.*}}
// CHECK: Condor: Error: restart(): cannot restart from {{.*}}/prog.ckpt: it is damaged: the checksum of{{.*}}
// CHECK: Condor: Error: restart(): cannot restart from {{.*}}/prog.ckpt: the file {{.*}}/data (descriptor 3) is gone{{.*}}
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <sys/stat.h>

static void damage(int change) {
  struct stat st;
  char byte;
  int image = open("prog.ckpt", O_RDWR);
  CHECK(image >= 0 && !fstat(image, &st));
  off_t at = st.st_size - 100; // in the last page with content
  CHECK(pread(image, &byte, 1, at) == 1);
  byte = (char)(byte ^ change);
  CHECK(pwrite(image, &byte, 1, at) == 1 && !close(image));
}

int main(void) {
  unsigned long none = 0;
  CHECK(!alarm(1000));
  restart();
  CHECK(alarm(0) > 900);
  int data = open("data", O_WRONLY | O_CREAT, 0600);
  CHECK(data >= 0);
  ckpt();
  CHECK(_condor_numrestarts == 0);
  damage(1);
  restart();
  damage(1);
  CHECK(!unlink("data"));
  restart();
  sigset_t now;
  CHECK(!sigprocmask(SIG_BLOCK, 0, &now) && !memcmp(&now, &none, 8));
  puts("end");
}
