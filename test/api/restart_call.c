// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// restart() goes back to the newest image: memory, files, flags; the process
// number stays, alarms and newer descriptors are gone.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -static-pie -pie -no-pie; do rm -f data; \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   ./prog -_condor_ckpt 'an image' -_condor_warning UNSUP OFF > out 2> err && \
// RUN:   FileCheck %s --implicit-check-not={{.}} < err && \
// RUN:   test "$(cat data)" = "before, after a restart" && grep -q '^end$' out || exit 1; \
// RUN: done
// CHECK: Condor: Notice: Will checkpoint to an image
// CHECK-NEXT: Condor: Notice: Remote system calls disabled.
// CHECK-NEXT: Condor: Notice: Will restart from {{.*}}/an image
// CHECK-NEXT: Condor: Notice: the file {{.*}}/data was cut from 18 to 8 bytes{{.*}}
// CHECK-NEXT: About to return to user code
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <sys/stat.h>

int main(int argc, char **argv) {
  int wasted = 0, data = open("data", O_WRONLY | O_CREAT, 0600);
  pid_t pid = getpid();
  char *block = malloc(1 << 20);
  CHECK(argc == 1 && argv[1] == 0 && data >= 0 && block);
  memset(block, 'b', 1 << 20);
  CHECK(write(data, "before, ", 8) == 8);
  ckpt();
  if (!_condor_numrestarts) {
    wasted = 1;
    memset(block, 'x', 1 << 20);
    CHECK(write(data, "to be lost", 10) == 10 && !alarm(1000));
    CHECK(!chdir("/") && dup2(data, 40) == 40 && !signal(SIGUSR1, SIG_IGN));
    restart();
    CHECK(!"restart returned");
  }
  CHECK(!wasted && getpid() == pid && !alarm(0) && fcntl(40, F_GETFD) == -1);
  for (int i = 0; i < 1 << 20; ++i)
    CHECK(block[i] == 'b');
  CHECK(signal(SIGUSR1, SIG_DFL) == SIG_DFL && !getenv("CKPT_SETTINGS"));
  CHECK(write(data, "after a restart", 15) == 15 && !access("an image", F_OK));
  CHECK(_condor_numrestarts == 1);
  puts("end");
}
