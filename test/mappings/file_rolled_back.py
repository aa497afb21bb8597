# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file that is mapped shared holds at a restart what it held at the checkpoint,
# although the job went on writing; a line says so.  With -_ckpt_rollback off it
# stays as it is.  A file that is gone or too short is refused, and unchanged.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import shutil
import subprocess
import sys
from subprocess import PIPE

from job import Run, check, equal, read, write

write("job.c", rb"""
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
  int fd = open("data", O_RDWR);
  char *at = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096);
  close(fd);
  at[0] = 'a';
  kill(getpid(), SIGUSR2);
  printf("%c", at[0]);
  at[0] = at[4096] = 'b';
  return 5;
}
""")
subprocess.run([sys.argv[1], "gcc", "-O1", "job.c", "-o", "job"], check=True)
write("data", b"x" * 20000)
Run(["./job", "-_condor_ckpt", "image"]).ended(5)
after = read("data")
equal((after[4096:4097], after[8192:8193]), (b"b", b"b"), "the first run's data")

shutil.copy("data", "kept")
run = Run(["./job", "-_condor_restart", "image", "-_ckpt_rollback", "off"],
          stdout=PIPE)
run.ended(5, never=["pages back"])
equal(run.out, "b", "what it found without a roll-back")

write("data", after[:8192] + b"zz" + after[8194:])
run = Run(["./job", "-_condor_restart", "image"], stdout=PIPE).ended(
    5, "which the job had mapped, got 2 pages back")
equal(run.out, "a", "what it found")
equal(read("data"), after, "data")

for broken in (lambda: os.truncate("data", 9000), lambda: os.remove("data")):
    broken()
    held = read("data") if os.path.exists("data") else None
    Run(["./job", "-_condor_restart", "image"]).refused("data")
    equal(read("data") if held else None, held, "a refused restart's file")
check(not os.path.exists("data"), "the file came back")
