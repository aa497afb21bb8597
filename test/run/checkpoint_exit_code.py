# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# --checkpoint-exit-code turns the death of a checkpoint into a status, and no
# other death; a death that looks like one without a new image is an error.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from wrapped import LOST_CHECKPOINT, Wrapped

OPTION = "--checkpoint-exit-code=85"
LOST = "left none: im"
job = Wrapped(OPTION)
job.counted(4, 4)
job.send(signal.SIGTERM).ended(85, never=["ckpt_run:"])
for options in ([], [OPTION]):
    # The image is there, but it is the one that the job was started from.
    job = Wrapped(*options, ready=False)
    job.counted(0, 4)
    job.tell("die 12")
    job.ended(LOST_CHECKPOINT, "im is as it was before")
    # There is none.
    os.rename("im", "kept")
    job = Wrapped(*options)
    job.tell("die 12")
    job.ended(LOST_CHECKPOINT, LOST, "cannot be found")
    # A new one, but not a whole one.
    job = Wrapped(*options)
    with open("kept", "rb") as image, open("im", "wb") as short:
        short.write(image.read()[:-1])
    job.tell("die 12")
    job.ended(LOST_CHECKPOINT, LOST)
    os.rename("kept", "im")
    job = Wrapped(*options, ready=False)
    job.counted(0, 4)
    job.tell("die 9")
    job.ended(-signal.SIGKILL, never=["ckpt_run:"])
    # With a new start the old image does not count either.
    job = Wrapped("--fresh", *options)
    job.tell("die 12")
    job.ended(LOST_CHECKPOINT, "im is as it was before")

job = Wrapped("--fresh", OPTION)
job.counted(1, 1)
job.send(signal.SIGTERM).ended(85)
job = Wrapped(ready=False)
job.counted(0, 1)
job.tell("exit 0")
job.ended(0)
