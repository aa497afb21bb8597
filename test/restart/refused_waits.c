// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A request that is refused (a child runs) does not end a wait
// either, although these calls are never restarted by the kernel.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && %ckpt gcc -I %src/test/Inputs %s -o %t/job
// RUN: for call in epoll_wait epoll_pwait semtimedop recvfrom accept; do \
// RUN:   strace -o %t/trace -e inject=$call:signal=SIGUSR2:when=1 %t/job \
// RUN:     -_condor_ckpt %t/im 2> %t/err || exit 1; \
// RUN:   FileCheck %s < %t/err || exit 1; done
// CHECK: Condor: Error: no checkpoint was written
#include "ckpt_test.h"
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(void) {
  struct epoll_event event;
  int poll = epoll_create1(0), pair[2], listener;
  pid_t child = fork();
  if (!child)
    prctl(PR_SET_PDEATHSIG, SIGKILL), pause();
  CHECK(epoll_wait(poll, &event, 1, 50) == 0);
  CHECK(epoll_pwait(poll, &event, 1, 50, 0) == 0);
  int set = semget(IPC_PRIVATE, 1, 0600);
  struct sembuf take = {0, -1, 0};
  struct timespec soon = {0, 50000000};
  int waited = semtimedop(set, &take, 1, &soon), error = errno;
  CHECK(!semctl(set, 0, IPC_RMID) && waited == -1 && error == EAGAIN);
  struct timeval limit = {0, 50000};
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  listener = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(!bind(listener, &(struct sockaddr){AF_UNIX, ""}, sizeof(sa_family_t)));
  CHECK(!listen(listener, 1));
  setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  CHECK(recv(pair[0], &event, 1, 0) == -1 && errno == EAGAIN);
  CHECK(accept(listener, 0, 0) == -1 && errno == EAGAIN);
}
