# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Locked memory needs the right to lock as much again: a restart under a smaller
# limit (ulimit -l) is refused, and says so.
# REQUIRES: ordinary-user
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import resource
import subprocess
import sys

from job import Run, write

write("job.c", rb"""
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
  char *at = mmap(0, 64 << 10, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mlock(at, 64 << 10))
    return 1;
  kill(getpid(), SIGTSTP);
  return 5;
}
""")
subprocess.run([sys.argv[1], "gcc", "-O1", "job.c", "-o", "job"], check=True)
NOBODY = 65534
who = {"user": NOBODY, "group": NOBODY} if os.getuid() == 0 else {}
os.chmod(".", 0o777)


def limited(size):
    return {"preexec_fn": lambda: resource.setrlimit(
        resource.RLIMIT_MEMLOCK, (size, size)), **who}


Run(["./job", "-_condor_ckpt", "image"], **limited(1 << 17)).vacated()
Run(["./job", "-_condor_restart", "image"], **limited(1 << 15)).refused(
    "cannot be locked in memory", "ulimit -l")
Run(["./job", "-_condor_restart", "image"], **limited(1 << 17)).ended(5)
