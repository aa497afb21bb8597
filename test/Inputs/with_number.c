/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Runs a command while another process has a given number.

     with_number NUMBER FILE COMMAND [ARGUMENT...]

   Where such a process may be made (root) it makes FILE when it gets SIGUSR1;
   else the command just runs.  Ends as the command does. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *file;
static void on_signal(int sig) {
  (void)sig;
  close(open(file, O_CREAT | O_WRONLY, 0600));
}

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  pid_t number = atoi(argv[1]);
  file = argv[2];
  signal(SIGUSR1, on_signal);
  struct clone_args args = {.exit_signal = SIGCHLD, .set_tid_size = 1};
  args.set_tid = (uintptr_t)&number;
  pid_t other = (pid_t)syscall(SYS_clone3, &args, sizeof args);
  if (!other)
    for (;;)
      pause();
  signal(SIGUSR1, SIG_DFL);
  int status;
  pid_t job = fork();
  if (!job) {
    execv(argv[3], argv + 3);
    _exit(126);
  }
  waitpid(job, &status, 0);
  if (other > 0)
    kill(other, SIGKILL);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
