// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where a descriptor stands in the way of the next and few numbers are free, exec
// puts all in their places; if it fails, none is lost. One above the limit is there,
// too.
// RUN: mkdir -p %t.dir && cd %t.dir && %ckpt gcc -O2 -w -I %src/test/Inputs %s -o job
// RUN: : > empty && chmod 755 empty
// RUN: for limit in 24 25 26 40 500; do \
// RUN:   python3 -c 'import os, resource, sys; n = int(sys.argv[1]); os.dup2(0, 600); \
// RUN:     os.set_inheritable(600, True); resource.setrlimit(resource.RLIMIT_NOFILE, (n, n)); \
// RUN:     os.execv("job", ["job"] + sys.argv[2:])' $limit -_condor_nowarn \
// RUN:     -_condor_aggravate_bugs < /etc/passwd > out && FileCheck %s < out || exit 1; done
// CHECK: 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 600 end
// CHECK: good
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/wait.h>

static int content(int number) {
  char text[16] = "";
  return pread(number, text, sizeof text - 1, 0) > 0 ? atoi(text) : -1;
}

int main(void) {
  char text[16];
  int status, i;
  for (i = 20; i >= 5; --i) {
    int file = open("data", O_CREAT | O_RDWR | O_TRUNC, 0600);
    CHECK(file >= 0 && !unlink("data"));
    CHECK(write(file, text, sprintf(text, "%d", i)) > 0);
    CHECK(file == i || (dup2(file, i) == i && !close(file)));
  }
  CHECK(execl("./empty", "x", NULL) == -1 && errno == ENOEXEC);
  for (i = 5; i <= 20; ++i)
    CHECK(content(i) == i);
  CHECK(fcntl(600, F_GETFD) == 0);
  pid_t child = fork();
  if (!child)
    _exit(execl("/bin/sh", "sh", "-c", "for n in 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19"
      " 20; do test \"$(cat /proc/self/fd/$n)\" = $n && printf '%s ' $n; done;"
      " test -e /proc/self/fd/600 && printf '600 '; echo end", NULL));
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  puts("good");
}
