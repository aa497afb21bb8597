// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// READWRITE and UNSUP are said at the call where descriptors are virtual, once a
// descriptor and on the smallest stack; else at the checkpoint.
// RUN: rm -rf %t && mkdir %t && cd %t && echo end > cmds
// RUN: for mode in -static -pie; do \
// RUN:   %ckpt gcc $mode -w -pthread -I%src/test/Inputs %s -o job || exit 1; \
// RUN:   for how in -_condor_aggravate_bugs "-_condor_cmd_file cmds"; do \
// RUN:     ./job $how -_condor_nowarn 2> err && FileCheck --implicit-check-not=Condor %s < err || exit 1; done; \
// RUN:   ./job -_condor_cmd_file cmds -_condor_warning ALL ONCE -_condor_nowarn 2> err; \
// RUN:   grep -c "Condor: Warning: [RU]" err | grep -x 2 && grep -c suppressed err | grep -x 2 || exit 1; \
// RUN:   ./job -_condor_cmd_file cmds -_condor_warning ALL OFF 2>&1 | not grep Warning || exit 1; \
// RUN:   ./job -_condor_nowarn 2> err; FileCheck --check-prefix=PLAIN %s < err || exit 1; done
// CHECK: Condor: Warning: READWRITE: descriptor {{[0-9]+}} ({{.*}}/a) is open for reading and writing: what is written over after a checkpoint is not undone at a restart
// CHECK-NEXT: one
// CHECK-NEXT: Condor: Warning: READWRITE: descriptor {{[0-9]+}} ({{.*}}/b)
// CHECK-NEXT: Condor: Warning: UNSUP: descriptor {{[0-9]+}} (socket:{{.*}}) is a socket of a kind that is not saved: while it is open, checkpoints fail
// CHECK-NEXT: Condor: Warning: UNSUP: descriptor {{[0-9]+}} (socket:{{.*}}) is a connected socket: the other side cannot be brought back with this one unless it is in this program, too: while
// CHECK-NEXT: Condor: Warning: UNSUP: descriptor {{[0-9]+}} (/proc/1/{{.*}}) is a file of another process in /proc
// CHECK-NEXT: end
// PLAIN: one
// PLAIN-NEXT: end
// PLAIN-NEXT: Condor: Warning: READWRITE: descriptor 3
#include "ckpt_test.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sys/socket.h>

static void *on_small_stack(void *name) {
  CHECK(open(name, O_RDWR | O_CREAT, 0600) > 0);
  return NULL;
}

int main(void) {
  struct sockaddr_in at = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof at;
  pthread_attr_t small;
  pthread_t thread;
  int fd = open("a", O_RDWR | O_CREAT, 0600), there, listener;
  CHECK(fd > 0 && dup(fd) > 0);
  write(2, "one\n", 4);
  CHECK(!pthread_attr_init(&small) && !pthread_attr_setstacksize(&small, PTHREAD_STACK_MIN));
  CHECK(!pthread_create(&thread, &small, on_small_stack, "b") && !pthread_join(thread, NULL));
  CHECK((there = socket(AF_NETLINK, SOCK_RAW, 16)) > 0 && !close(there));
  CHECK((listener = socket(AF_INET, SOCK_STREAM, 0)) > 0 && !listen(listener, 1));
  CHECK(!getsockname(listener, (struct sockaddr *)&at, &size));
  CHECK((there = socket(AF_INET, SOCK_STREAM, 0)) > 0);
  CHECK(!connect(there, (struct sockaddr *)&at, sizeof at) && !close(there) && !close(listener));
  CHECK((there = open("/proc/1/cmdline", O_RDONLY)) > 0 && !close(there));
  CHECK(open("/proc/self/stat", O_RDONLY) > 0 && open("/dev/zero", O_RDWR) > 0);
  write(2, "end\n", 4);
  raise(SIGUSR2);
}
