// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// As ending_handler.c, in a forked child: a reserved signal that it ignores keeps
// no other from ending its call, nor does one that it handles end less than it
// would.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do %ckpt gcc $mode -O2 -I%src/test/Inputs %s \
// RUN:   -o prog && ./prog || exit 1; done
#include "ckpt_test.h"
#include <sys/wait.h>

static void on_signal(int sig) { (void)sig; }

static int wait_in_child(void (*wish)(int), int both) {
  struct sigaction action = {.sa_handler = on_signal};
  struct sigaction usr2 = {.sa_handler = wish};
  int ends[2], told[2], status;
  char byte;
  CHECK(!pipe(ends) && !pipe(told));
  pid_t child = fork();
  if (!child) {
    CHECK(!sigaction(SIGALRM, &action, 0) && !sigaction(SIGUSR2, &usr2, 0));
    CHECK(write(told[1], "r", 1) == 1);
    _exit(read(ends[0], &byte, 1) == -1 && errno == EINTR ? 7 : 8);
  }
  CHECK(read(told[0], &byte, 1) == 1);
  // Until it is in the last call; elsewhere the file says "running".
  for (int number = -1, end = -1; number != SYS_read || end != ends[0];) {
    char path[32];
    sprintf(path, "/proc/%d/syscall", child);
    FILE *call = fopen(path, "r");
    CHECK(call && fscanf(call, "%d %x", &number, &end) != EOF);
    fclose(call);
  }
  CHECK(!kill(child, SIGSTOP) && waitpid(child, &status, WUNTRACED) == child);
  CHECK(!kill(child, SIGUSR2) && (!both || !kill(child, SIGALRM)));
  CHECK(!kill(child, SIGCONT) && waitpid(child, &status, 0) == child);
  return WEXITSTATUS(status);
}

int main(void) {
  CHECK(wait_in_child(SIG_IGN, 1) == 7);
  CHECK(wait_in_child(on_signal, 0) == 7);
}
