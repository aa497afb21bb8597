// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A number that the process had before a restart means the process itself, or
// in a forked child its parent; but a child that has the number now is the child.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <linux/sched.h>
#include <sys/wait.h>

static volatile int seen;
static void on_signal(int sig) { seen += sig == SIGUSR1; }

// Where that is allowed (root): with the number of an earlier life.
static void child_with_number(pid_t number) {
  struct clone_args args = {.exit_signal = SIGCHLD, .set_tid_size = 1};
  int status, before = seen;
  args.set_tid = (uintptr_t)&number;
  pid_t child = (pid_t)syscall(SYS_clone3, &args, sizeof args);
  if (!child)
    for (;;)
      pause();
  if (child < 0)
    return;
  CHECK(child == number && !kill(number, SIGKILL) && seen == before);
  CHECK(waitpid(number, &status, 0) == number && WTERMSIG(status) == SIGKILL);
}

static void child_of(pid_t parent) {
  int status, before = seen;
  pid_t child = fork();
  if (!child)
    _exit(kill(parent, SIGUSR1));
  while (waitpid(child, &status, 0) != child)
    CHECK(errno == EINTR);
  CHECK(!status && seen == before + 1);
}

int main(void) {
  pid_t number[3] = {getpid()};
  CHECK(signal(SIGUSR1, on_signal) != SIG_ERR);
  for (int life = 0; life < 3; ++life) {
    number[life] = getpid();
    for (int i = 0; i <= life; ++i) {
      seen = 0;
      CHECK(!kill(number[i], SIGUSR1) && seen == 1);
      CHECK(!sigqueue(number[i], SIGUSR1, (union sigval){0}) && seen == 2);
      CHECK(!tgkill(number[i], number[i], SIGUSR1) && seen == 3);
      CHECK(!syscall(SYS_kill, number[i], SIGUSR1) && seen == 4);
      CHECK(syscall(SYS_getpgid, number[i]) == getpgid(0));
      child_of(number[i]);
      if (number[i] != getpid())
        child_with_number(number[i]);
    }
    CHECK(kill(1 << 23, 0) == -1 && errno == ESRCH);
    CHECK(kill(number[0], 65) == -1 && errno == EINVAL);
    checkpoint();
  }
  puts("itself");
}
