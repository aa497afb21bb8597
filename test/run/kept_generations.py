# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The generations that -_ckpt_keep leaves are what ckpt_run falls back to; the
# next checkpoint is the newest again, and no damaged image is lost by it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import glob
import os
import signal

from job import equal, program, read, write
from wrapped import Wrapped

WORDS = [program("servant"), "-_ckpt_keep", "3", "x"]
for total in (1, 2, 3):
    job = Wrapped(words=WORDS, ready=total == 1)
    job.counted(1, total)
    job.send(signal.SIGTERM).vacated(never=["ckpt_run:"])
equal(sorted(glob.glob("im*")), ["im", "im.1", "im.2"], "generations")

for lost, total, source in ((1, 2, "im.1"), (2, 2, "im.2")):
    bad = read("im")[:-1]
    write("im", bad)
    if lost == 2:
        write("im.1", b"x")
    job = Wrapped(words=WORDS, ready=False)
    job.counted(0, total)
    job.send(signal.SIGTERM).vacated(f"restarting from {source}, the newest")
    damaged = [name for name in glob.glob("im.damaged*") if read(name) == bad]
    equal(len(damaged), 1, "the damaged image")
    job = Wrapped(words=WORDS, ready=False)
    job.counted(0, total)
    job.send(signal.SIGTERM).vacated(never=["ckpt_run:"])

# The runtime's own exit status for a checkpoint passes through.
job = Wrapped(words=WORDS, ready=False,
              env={**os.environ, "CKPT_FLAGS": "-_ckpt_exit_code 85"})
job.counted(0, 2)
job.send(signal.SIGTERM).ended(85, never=["ckpt_run:"])
