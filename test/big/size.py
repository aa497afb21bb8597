# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What an image costs on the disk: a tiny program's is small, and memory that
# was never touched or has become zero again adds nothing.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import subprocess
import sys

from job import Run, check

SOURCE = r"""
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static char array[64 << 20];
int main(int argc, char **argv) {
  size_t size = 64 << 20;
  if (argc > 1) { /* untouched, zeroed, zeroed and not writable */
    for (int i = 0; i < 3; ++i) {
      char *p = mmap(0, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (i)
        memset(p, 1, size), memset(p, 0, size);
      if (i == 2)
        mprotect(p, size, PROT_NONE);
    }
    memset(array, 1, sizeof array);
    memset(array, 0, sizeof array);
  }
  kill(getpid(), SIGTSTP);
}
"""
# KiB on the disk; a dynamic program's has its libraries.
MOST = {"static": 1400, "static-pie": 1400, "pie": 3200, "no-pie": 3200}

with open("tiny.c", "w", encoding="ascii") as file:
    file.write(SOURCE)
for mode, most in MOST.items():
    subprocess.run([sys.argv[1], "gcc", "-O1", "-" + mode, "tiny.c", "-o",
                    "tiny"], check=True)
    used = {}
    for words in ([], ["more"]):
        Run(["./tiny", "-_condor_ckpt", "image", *words]).vacated()
        used[len(words)] = os.stat("image").st_blocks // 2
        Run(["./tiny", "-_condor_restart", "image"]).finished()
    print(mode, used[0], "KiB, with 256 MiB of zeros", used[1], "KiB")
    check(0 < used[0] < most, mode, "takes", used[0], "KiB")
    check(used[1] - used[0] < 64, "zeros take", used[1] - used[0], "KiB")
