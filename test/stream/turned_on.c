// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image of a threaded program without a stream has remote system calls from the
// restart on that gives it one, if the kernel can intercept calls; and keeps them.
// RUN: rm -rf %t && mkdir %t && cd %t && echo end > cmds
// RUN: for mode in static pie; do rm -f log append:log; export JOB_SIGNAL=20; set +e; \
// RUN:   %ckpt gcc -O2 -w -pthread -$mode -I %src/test/Inputs %s -o job && \
// RUN:   { ./job -_condor_ckpt im -_condor_nowarn; [ $? = 140 ]; } && cp im first && \
// RUN:   { %forbid prctl=59 -seccomp -- ./job -_condor_restart im -_condor_cmd_file cmds 2> err; [ $? = 255 ]; } && \
// RUN:   grep "cannot restart from .*im: descriptors cannot be virtual here" err && cmp im first && \
// RUN:   { ./job -_condor_restart im -_condor_cmd_file cmds -_condor_nowarn; [ $? = 140 ]; } && \
// RUN:   ./job -_condor_restart im -_condor_nowarn | grep good && [ "$(cat log)" = onetwo ] && \
// RUN:   test -e append:log || exit 1; done
#include "echo_thread.h"
#include <fcntl.h>

static void put(const char *text) {
  char byte;
  int fd = open("append:log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  CHECK(fd > 0 && write(fd, text, 3) == 3 && !close(fd));
  CHECK(write(ends[1], "b", 1) == 1 && read(both[0], &byte, 1) == 1 && byte == 'b');
}

int main(void) {
  pthread_t thread;
  CHECK(!pipe(ends) && !pipe(both) && !pthread_create(&thread, NULL, echo, NULL));
  put("nul"); // a file of that name
  CHECK(!rename("append:log", "kept"));
  checkpoint();
  put("one");
  checkpoint();
  put("two");
  CHECK(!close(ends[1]) && !pthread_join(thread, NULL) && !rename("kept", "local:append:log"));
  puts("good");
}
