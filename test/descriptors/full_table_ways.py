# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A table without a free number, and all else that a checkpoint opens: the status
# file, older images, the interval's timer, a command stream at SIGTSTP.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, read
from stream import pipe, text

PREFIX = ["prlimit", "--nofile=10:10"]
FILL = [f"open {fd} /dev/null r" for fd in range(3, 9)]
LAST = ["close 8", "say on"]


def state():
    return dict(line.split("=", 1) for line in
                read("status").decode().splitlines())["state"]


FLAGS = ["-_ckpt_status", "status", "-_ckpt_keep", "3"]
actor = Actor()
actor.start(*FILL, "open 9 /dev/null r", "periodic", "periodic", "vacate",
            "periodic", *LAST, flags=FLAGS, before=PREFIX).vacated()
check(state() == "vacated" and os.path.exists("im.2"), os.listdir("."))
actor.restart(*FLAGS, before=PREFIX).finished()
check(actor.lines()[-2:] == ["on", "end"], actor.lines())

# The stream has the last number.
with pipe(text("ckpt im", "end", "ckpt other", "end")) as starter:
    Actor("unused").start(*FILL, "vacate", *LAST, before=PREFIX,
                          **starter).finished()
check(os.path.exists("other"), os.listdir("."))
Actor("other").restart(before=PREFIX).finished()
