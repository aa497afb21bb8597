# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job goes on where the stack is not limited, or was not and is; with an
# environment of 1.5 MB; on a terminal; without any descriptor; and without its
# queued signals where the limit has no room for them, which a line says.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import resource
import subprocess
import sys

from job import Run, check, equal, write

write("job.c", rb"""
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
static int deep(int kilobytes) {
  char frame[1024];
  memset(frame, kilobytes, sizeof frame);
  return (kilobytes ? deep(kilobytes - 1) : 0) + (frame[5] == (char)kilobytes);
}
int main(void) {
  struct timespec none = {0, 0};
  sigset_t set;
  int got = 0;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, 0);
  for (int i = 0; i < 3; ++i)
    sigqueue(getpid(), SIGRTMIN + 1, (union sigval){i});
  raise(SIGTSTP);
  while (sigtimedwait(&set, 0, &none) > 0)
    ++got;
  FILE *out = fopen("out", "w");
  fprintf(out, "%d %d %s", deep(5000), got, getenv("WHO"));
  return fclose(out);
}
""")
WITHOUT = resource.RLIM_INFINITY
PLAIN = "5001 3 first"


def limited(which, soft):
    hard = resource.getrlimit(which)[1]
    return lambda: resource.setrlimit(which, (soft, hard))


def restart(wanted, *texts, **more):
    if os.path.exists("out"):
        os.remove("out")
    Run(["./job", "-_condor_restart", "image"], **more).finished(*texts)
    equal(open("out").read(), wanted, more)


for mode in ("-static", "-pie"):
    subprocess.run([sys.argv[1], "gcc", "-O1", mode, "job.c", "-o", "job"],
                   check=True)
    for soft in (8 << 20, WITHOUT):
        if resource.getrlimit(resource.RLIMIT_STACK)[1] != WITHOUT:
            break
        Run(["./job", "-_condor_ckpt", "image"], env={"WHO": "first"},
            preexec_fn=limited(resource.RLIMIT_STACK, soft)).vacated()
        for other in (8 << 20, 1 << 40, WITHOUT):
            restart(PLAIN, preexec_fn=limited(resource.RLIMIT_STACK, other))
    Run(["./job", "-_condor_ckpt", "image"], env={"WHO": "first"}).vacated()
    restart(PLAIN, env={f"V{i}": "x" * 1000 for i in range(1500)})
    restart(PLAIN, env={})
    restart(PLAIN, preexec_fn=lambda: os.closerange(0, 3), stdin=None,
            stdout=None)
    restart("5001 0 first", "3 pending signals could not be given back",
            "ulimit -i", preexec_fn=limited(resource.RLIMIT_SIGPENDING, 0))
    master, slave = os.openpty()
    done = subprocess.run(["./job", "-_condor_restart", "image"], stdin=slave,
                          stdout=slave, stderr=slave, start_new_session=True,
                          timeout=60)
    os.close(slave)
    text = os.read(master, 1 << 16).decode()
    os.close(master)
    equal((done.returncode, open("out").read()), (0, PLAIN), text)
    check("Error" not in text, text)
