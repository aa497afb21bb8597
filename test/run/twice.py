# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Requests while a request is served kill nothing, and a checkpoint that fails
# leaves the job running under a ckpt_run that goes on waiting.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check
from wrapped import Wrapped, hold_requests, vacated_image, wait_until

vacated_image(count=5)
for storm in range(10):
    job = Wrapped(ready=False, preexec=hold_requests)
    for _ in range(5):
        for number in (signal.SIGTERM, signal.SIGTSTP, signal.SIGUSR2):
            job.send(number)
    job.vacated()

job = Wrapped(ready=False)
job.counted(1, 6)
os.mkdir("im.tmp")
for attempt in (1, 2):
    job.send(signal.SIGTERM)
    wait_until(lambda: job.err().count("no checkpoint was written") >= attempt,
               "an answer")
    job.counted(1, 6 + attempt)
os.rmdir("im.tmp")
job.send(signal.SIGTERM).vacated("The program goes on")
job = Wrapped(ready=False)
job.counted(0, 8)
job.tell("exit 3")
job.ended(3)
check(not os.path.exists("im.tmp"), "a temporary file is left")
