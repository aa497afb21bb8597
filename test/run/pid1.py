# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ckpt_run as process 1 of a container: it gets signals, passes them on, reaps
# what the job leaves behind, and where the job dies by a signal it exits with
# 128 plus its number.
# REQUIRES: pid-namespaces
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check, equal, program
from wrapped import Wrapped, children, wait_until

UNSHARE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]


class Contained(Wrapped):
    def __init__(self, *options, **more):
        super().__init__(*options, before=UNSHARE, **more)

    @property
    def first(self):
        return children(self.process.pid)[0]

    def send(self, number):
        os.kill(self.first, number)
        return self


total = 0
for number, options, status in (
        (signal.SIGTERM, [], 128 + signal.SIGUSR2),
        (signal.SIGTSTP, [], 128 + signal.SIGUSR2),
        (signal.SIGTERM, ["--checkpoint-exit-code=85"], 85)):
    job = Contained(*options, ready=total == 0)
    total += 2
    job.counted(2, total)
    equal(job.job, 2, "the job's number in the container")
    job.send(number).ended(status, "Ckpt exit")

job = Contained(ready=False)
job.counted(0, total)
equal(job.ask("orphans 5"), "left 5", "orphans")
wait_until(lambda: len(children(job.first)) == 1, "the end of the orphans")
job.counted(1, total + 1)
job.tell("exit 9")
job.ended(9)

for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM,
               signal.SIGRTMIN):
    Contained("--fresh").send(number).ended(128 + number)
for number in (signal.SIGSEGV, signal.SIGKILL):
    job = Contained("--fresh")
    job.tell(f"die {int(number)}")
    job.ended(128 + number)
job = Contained(image="none", words=[program("servant"), "handle"])
for number in (signal.SIGINT, signal.SIGUSR1, signal.SIGPIPE):
    job.send(number)
    equal(job.line(), f"got {int(number)} 0", "a signal")
# TSTP that nobody handles is dropped for process 1: it must not stop either.
job.tell("exit 0")
job.ended(0)
check(not os.path.exists("none"), "an image")
