// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals that are read from a descriptor: its mask, and one that waits.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/signalfd.h>

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGRTMIN + 3);
  CHECK(!sigprocmask(SIG_BLOCK, &set, NULL));
  int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  struct signalfd_siginfo info;
  for (int round = 0; round < 2; ++round) {
    union sigval value = {.sival_int = 42 + round};
    CHECK(!sigqueue(getpid(), SIGRTMIN + 3, value));
    checkpoint();
    CHECK(fcntl(fd, F_GETFL) == (O_RDWR | O_NONBLOCK));
    CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK(read(fd, &info, sizeof info) == sizeof info);
    printf("%u %d\n", info.ssi_signo, info.ssi_int);
    CHECK(read(fd, &info, sizeof info) == -1 && errno == EAGAIN);
    raise(SIGUSR1);
    CHECK(read(fd, &info, sizeof info) == sizeof info);
    CHECK(info.ssi_signo == SIGUSR1);
  }
}
