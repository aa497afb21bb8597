# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job goes on under another environment, other limits and no terminal: what it
# sees of its own is as it was, and a stack limit that is too small is refused.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import resource
import subprocess
import sys
from subprocess import PIPE

from job import Run, equal, write

write("job.c", rb"""
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
static int deep(int kilobytes) {
  char frame[1024];
  memset(frame, kilobytes, sizeof frame);
  if (!kilobytes)
    return !kill(getpid(), SIGTSTP);
  return deep(kilobytes - 1) + (frame[5] == (char)kilobytes);
}
int main(void) {
  int sum = deep(3000);
  struct rlimit stack, files;
  getrlimit(RLIMIT_STACK, &stack);
  getrlimit(RLIMIT_NOFILE, &files);
  printf("%d %s %s %d %d", sum, getenv("WHO"), getenv("NEW"),
         (int)(stack.rlim_cur >> 20), (int)files.rlim_cur);
  return 0;
}
""")
subprocess.run([sys.argv[1], "gcc", "-O1", "job.c", "-o", "job"], check=True)


def limits(stack, files):
    def enter():
        resource.setrlimit(resource.RLIMIT_STACK, (stack << 20, 256 << 20))
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, 500))
    return enter


Run(["./job", "-_condor_ckpt", "image"], env={"WHO": "first"},
    preexec_fn=limits(16, 100)).vacated()
Run(["./job", "-_condor_restart", "image"],
    preexec_fn=limits(2, 100)).refused("stack", "ulimit -s")
run = Run(["./job", "-_condor_restart", "image"], stdout=PIPE,
          env={"WHO": "second", "NEW": "yes"}, preexec_fn=limits(100, 200))
run.finished()
equal(run.out, "3001 first (null) 100 200", "what the job found")
