// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A forked child of the job does not read the stream: SIGTSTP stops it.  What
// it executes does not have it.
// RUN: rm -rf %t && mkdir %t && cd %t && %ckpt gcc -O2 -Wall %s -o job
// RUN: printf 'end\nckpt im\nexit 7\n' > cmds
// RUN: ./job -_condor_cmd_file cmds 2> err; test $? = 7 && test -e im
// RUN: cat cmds | (./job -_condor_cmd_fd 5 5<&0 < /dev/null; test $? = 7)
// RUN: ./job -_condor_restart im 2> err; test $? = 0
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int status;
  pid_t child = fork();
  if (!child) {
    setpgid(0, 0); // in an orphaned group, as of a script, SIGTSTP stops nothing
    raise(SIGTSTP);
    // As soon as it goes on: only 0 to 2 and the directory's own.
    execl("/bin/sh", "sh", "-c", "exec ls /proc/self/fd > fds", (char *)0);
    _exit(9);
  }
  if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status))
    return 1;
  kill(child, SIGCONT);
  if (waitpid(child, &status, 0) != child || status)
    return 2;
  if (system("test $(wc -l < fds) = 4 || { cat fds >&2; exit 1; }"))
    return 3;
  raise(SIGTSTP);
  return 0;
}
