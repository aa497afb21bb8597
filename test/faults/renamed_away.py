# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Another job that has the same name renames the temporary file between this
# one's open and lock: this one starts over with a file of its own.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import signal
import subprocess
from job import Actor, check, equal, program, read

actor = Actor()
tracer = subprocess.Popen(
    ["strace", "-o", "trace", "-e", "trace=flock", "-e",
     "inject=flock:signal=SIGSTOP:when=1", program("actor"), "-_condor_ckpt",
     actor.image, "vacate", "say on"],
    env=actor.environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
while not os.path.exists("trace") or b"stopped by SIGSTOP" not in read("trace"):
    check(tracer.poll() is None, "strace ended:", tracer.returncode)
    os.sched_yield()
os.rename("im.tmp", "other")
children = f"/proc/{tracer.pid}/task/{tracer.pid}/children"
os.kill(int(read(children).split()[0]), signal.SIGCONT)
_, text = tracer.communicate(timeout=60)
equal(tracer.returncode, -signal.SIGUSR2, text)
equal(read("other"), b"", "the file that was renamed")
check(not os.path.exists("im.tmp"), "im.tmp was left")
actor.restart().finished()
equal(actor.lines(), ["on", "end"], "log")
