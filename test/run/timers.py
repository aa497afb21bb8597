# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# --vacate-every asks for a checkpoint by itself, again and again;
# --kill-after ends a job whose checkpoint fails.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal
import time

from job import check
from wrapped import Wrapped, wait_until

FAILED = "no checkpoint was written"
total = 0
for status in (85, 85):
    start = time.monotonic()
    job = Wrapped("--vacate-every", "1", "--checkpoint-exit-code=85",
                  ready=total == 0)
    total += 1
    job.counted(1, total)
    job.ended(status, "Ckpt exit")
    check(time.monotonic() - start >= 1, "too early")

os.mkdir("im.tmp")
job = Wrapped("--vacate-every=1", "--kill-after=1000", ready=False)
job.counted(1, 3)
wait_until(lambda: job.err().count(FAILED) == 2, "a second attempt")
job.counted(1, 4)
os.rmdir("im.tmp")
job.vacated()

os.mkdir("im.tmp")
start = time.monotonic()
job = Wrapped("--kill-after", "2", ready=False)
job.counted(0, 4)
job.send(signal.SIGTERM)
job.ended(-signal.SIGKILL, FAILED, "ckpt_run: warning: the job did not end "
          "within 2 seconds and is killed (--kill-after)")
check(time.monotonic() - start >= 2, "too early")
os.rmdir("im.tmp")
job = Wrapped("--kill-after=1000", ready=False)
job.counted(0, 4)
job.send(signal.SIGTERM).vacated(never=["ckpt_run:"])
