# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# TERM and TSTP vacate the job, USR2 checkpoints it and it goes on; the same
# command line then restarts it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check, equal
from wrapped import Wrapped, wait_until


def generation_written(old):
    return lambda: os.path.exists("im") and os.stat("im").st_ino != old


job = Wrapped()
job.counted(3, 3)
for number, total in ((signal.SIGTERM, 10), (signal.SIGTSTP, 17)):
    job.send(number).vacated("Ckpt exit")
    first_pid = job.job
    job = Wrapped(ready=False)
    job.counted(7, total)
    check(job.job != first_pid, "it is the same process")

inode = os.stat("im").st_ino
for total in (18, 19):
    job.send(signal.SIGUSR2)
    wait_until(generation_written(inode), "a periodic checkpoint")
    inode = os.stat("im").st_ino
    job.counted(1, total)
job.process.kill()
job.process.wait()
wait_until(lambda: not os.path.exists(f"/proc/{job.job}"), "the job's end")

again = Wrapped(ready=False)
again.counted(0, 19)
again.tell("exit 7")
again.ended(7)
equal(os.path.exists("im.tmp"), False, "a temporary file is left")
