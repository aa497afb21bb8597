// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child that a threaded program forks passes on at exec, under the numbers that
// the program knows, what is open, and nothing that another thread was just
// opening or closing: here the numbers from 3 to 199 are closed all the time.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in static pie; do \
// RUN:   %ckpt gcc -O2 -pthread -$mode -I %src/test/Inputs %s -o job && \
// RUN:   ./job -_condor_nowarn -_condor_aggravate_bugs || exit 1; done
#include "ckpt_test.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>

enum { kThreads = 3, kChildren = 300, kKept = 199, kFirst = 200 };
static volatile int end;

static void *open_and_close(void *argument) {
  while (!end) {
    int fd = fcntl(0, F_DUPFD, kFirst);
    CHECK(fd >= kFirst && !close(fd));
  }
  return argument;
}

// In the child, which is not restarted: plain numbers.
static int look(void) {
  for (int fd = 3; fd < kFirst; ++fd)
    if ((fcntl(fd, F_GETFD) < 0) == (fd == kKept))
      return dprintf(2, "%d is %s\n", fd, fd == kKept ? "closed" : "open"), 1;
  return 0;
}

int main(int argc, char **argv) {
  pthread_t thread[kThreads];
  char *command[] = {argv[0], "look", NULL}, *none[] = {NULL};
  if (argc > 1)
    return look();
  for (int fd = 3; fd < kFirst; ++fd)
    close(fd);
  CHECK(dup2(0, kKept) == kKept);
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, open_and_close, 0));
  for (int i = 0; i < kChildren; ++i) {
    int status = -1;
    pid_t child = fork();
    if (!child) {
      execve("./job", command, none);
      _exit(99);
    }
    CHECK(waitpid(child, &status, 0) == child && status == 0);
  }
  end = 1;
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
}
