# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# When ckpt_run is killed, its job does not stay behind unattended: it makes a
# checkpoint and ends, and the next ckpt_run goes on from there.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from wrapped import Wrapped, wait_until

for total in (1, 2, 3):
    job = Wrapped(ready=total == 1)
    job.counted(1, total)
    job.send(signal.SIGKILL).ended(-signal.SIGKILL)
    wait_until(lambda pid=job.job: not os.path.exists(f"/proc/{pid}"),
               "the job's end")
job = Wrapped(ready=False)
job.counted(0, 3)
job.tell("exit 0")
job.ended(0)
