# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every other signal reaches the job as if it had been sent to it, a queued
# one with its value and as often as it was sent.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import ctypes
import os
import signal

from job import check, equal, program
from wrapped import Wrapped

libc = ctypes.CDLL(None, use_errno=True)
OURS = {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGTERM,
        signal.SIGTSTP, signal.SIGUSR2, signal.SIGTTIN, signal.SIGTTOU, 32, 33}
job = Wrapped(words=[program("servant"), "handle"])
for number in sorted(set(range(1, 65)) - OURS):
    os.kill(job.process.pid, number)
    equal(job.line(), f"got {number} 0", "a signal")

for value in (1, -2, 2147483647):
    for number in (signal.SIGUSR1, signal.SIGRTMIN + 3):
        sent = libc.sigqueue(job.process.pid, number, ctypes.c_void_p(value))
        equal(sent, 0, "sigqueue")
        equal(job.line(), f"got {int(number)} {value}", "a queued signal")
for value in range(50):
    libc.sigqueue(job.process.pid, signal.SIGRTMIN, ctypes.c_void_p(value))
for value in range(50):
    equal(job.line(), f"got {int(signal.SIGRTMIN)} {value}", "in their order")

job.counted(1, 1)
job.tell("exit 0")
job.ended(0)

# Without a handler it is the job that dies.
job = Wrapped().send(signal.SIGHUP).ended(-signal.SIGHUP)
check("Condor: Error" not in job.err(), job.err())
Wrapped().send(signal.SIGRTMAX).ended(-signal.SIGRTMAX)
