# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Requests that come before there is a job, or before it is ready, are served
# once it is; at a start and at a restart, once and twice.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check
from wrapped import REQUESTS, Wrapped, hold_requests


def sent_before(*numbers):
    """They are pending when the first instruction of ckpt_run runs."""
    def prepare():
        hold_requests()
        for number in numbers:
            os.kill(os.getpid(), number)
    return prepare


total = 0
for numbers in [(signal.SIGTERM,), (signal.SIGTSTP,),
                (signal.SIGTERM, signal.SIGTSTP),
                (signal.SIGUSR2, signal.SIGTERM),
                (signal.SIGCONT, signal.SIGTERM)]:
    for _ in range(3):
        job = Wrapped(ready=False, preexec=sent_before(*numbers))
        job.vacated()
        check(os.path.exists("im"), numbers, "left no image")
    job = Wrapped(ready=False)
    total += 2
    job.counted(2, total)
    job.send(signal.SIGTERM).vacated()

# As soon as the process is there.
for number in sorted(REQUESTS - {signal.SIGUSR2}) * 20:
    Wrapped(ready=False, preexec=hold_requests).send(number).vacated()
job = Wrapped(ready=False, preexec=hold_requests)
job.counted(0, total)
job.tell("exit 0")
job.ended(0)
