# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A SIGTSTP that was sent while the stream was still on its way is served behind
# `end`, before main(), and reads the commands behind it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import signal
import subprocess
import time
from job import Actor, check, equal, program
from stream import in_call, text

actor = Actor("im", "log")
reader, writer = os.pipe()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP})
job = subprocess.Popen(
    [program("actor"), "-_condor_cmd_fd", str(reader), "say main"],
    pass_fds=(reader,), env=actor.environment(), stderr=subprocess.PIPE)
while not in_call(job.pid, 7):  # poll(2)
    time.sleep(0.001)
job.send_signal(signal.SIGTSTP)
os.write(writer, text("end", "ckpt im", "exit 6"))
err = job.communicate(timeout=60)[1].decode()
equal(job.returncode, 6, err)
check(not os.path.exists("log"), "main ran")
actor.restart().finished()
equal(actor.lines(), ["main", "end"], "after the restart")
