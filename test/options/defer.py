# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_defer: a checkpoint waits for a child or a connection to go, while the
# program runs; without it, or when the time is over, it fails with the reason.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: %ckpt gcc -O1 %S/Inputs/obstacle.c -o job
# RUN: %python %s
import os
from job import Run

for kind, reason in (("child", "the program has a child process"),
                     ("socket", "whose connection was not accepted yet")):
    put_off = "Warning: UNSUP: the checkpoint is put off for up to "
    run = Run(["./job", "-_condor_ckpt", "im", "-_ckpt_defer", "60", kind,
               "ends"])
    run.vacated(put_off + "60 seconds: ", reason)
    Run(["./job", "-_condor_restart", "im"]).ended(3, never=("Error",))
    os.remove("im")
    run = Run(["./job", "-_condor_ckpt", "im", "-_ckpt_defer", "1", kind,
               "stays"])
    run.ended(4, put_off + "1 seconds: ", "Error: no checkpoint was written: ",
              reason)
    run = Run(["./job", "-_condor_ckpt", "im", kind, "at-once"])
    run.ended(5, "Error: no checkpoint was written: ", reason, never=(put_off,))
