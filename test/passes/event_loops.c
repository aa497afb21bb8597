// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What event loops call makes no trap: waits by the runtime's own functions,
// whatever compiler the program is from; select and waitpid by the pass.
// REQUIRES: pass, strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: echo 'traps() { strace -f -o trace "$@" -_condor_nowarn -_condor_aggravate_bugs; grep -c -e "--- SIGSYS" trace; }' > traps
// RUN: . ./traps; for how in "" -static "-no-pie -fno-pic"; do %ckpt gcc -O2 $how %s -o p; ./p 5 waits; test $(traps ./p 5 waits) = $(traps ./p 50 waits); done
// RUN: %each_llvm '. ./traps; for how in "" -static; do %ckpt --ckpt-instrument {clang} -O2 $how %s -o p; ./p 5 all; test $(traps ./p 5 all) = $(traps ./p 50 all); done; %inspect sites p | FileCheck %s'
// CHECK-DAG: routed {{ *}}call {{ *}}epoll_wait {{ *}}wait_for
// CHECK-DAG: routed {{ *}}call {{ *}}poll {{ *}}wait_for
// CHECK-DAG: routed {{ *}}call {{ *}}select {{ *}}main
// CHECK-DAG: routed {{ *}}number {{ *}}syscall(gettid) {{ *}}wait_for
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static int wait_for(int set, int fd) {
  struct epoll_event event;
  struct timespec brief = {0, 1000};
  struct pollfd one = {fd, POLLIN, 0}, none = {fd, POLLPRI, 0};
  fd_set in;
  FD_ZERO(&in);
  FD_SET(fd, &in);
  return epoll_wait(set, &event, 1, -1) == 1 && epoll_pwait(set, &event, 1, 5, NULL) == 1 &&
         poll(&one, 1, -1) == 1 && poll(&none, 1, 1) == 0 && ppoll(&one, 1, &brief, NULL) == 1 &&
         pselect(fd + 1, &in, NULL, NULL, &brief, NULL) == 1 && nanosleep(&brief, NULL) == 0 &&
         syscall(SYS_gettid) > 0 && epoll_wait(-1, &event, 1, 1) == -1 && errno == EBADF;
}

int main(int argc, char **argv) {
  int ends[2], set = epoll_create1(0), all = !strcmp(argv[2], "all");
  struct epoll_event event = {EPOLLIN, {0}};
  if (pipe(ends) || write(ends[1], "", 1) != 1 || epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event))
    return 1;
  for (int i = atoi(argv[1]); i; --i) {
    struct timeval none = {0, 0};
    fd_set in;
    FD_ZERO(&in);
    FD_SET(ends[0], &in);
    char name[16] = "";
    if (!wait_for(set, ends[0]))
      return 2;
    if (all && (select(ends[0] + 1, &in, NULL, NULL, &none) != 1 || waitpid(-1, NULL, WNOHANG) != -1 ||
                prctl(PR_SET_NAME, "loop") || prctl(PR_GET_NAME, name) || strcmp(name, "loop")))
      return 3;
  }
  _exit(0);
}
