# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Two jobs that checkpoint to one name at the same time: the image is always a
# whole one of one of them.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import subprocess
from job import Actor, check, program

ACTIONS = ["periodic"] * 60
actor = Actor()
jobs = [subprocess.Popen([program("actor"), "-_condor_ckpt", actor.image,
                          "-_condor_nowarn", *ACTIONS],
                         env=actor.environment(), stdin=subprocess.DEVNULL,
                         stderr=subprocess.PIPE) for _ in range(2)]
restarts = 0
while jobs[0].poll() is None:
    run = actor.restart("-_condor_ckpt", "unused")
    if "no such file" not in run.err:
        run.finished()
        restarts += 1
for job in jobs:
    text = job.communicate()[1].decode()
    check(job.returncode == 0, job.returncode, text)
    for line in text.splitlines():
        check("another process" in line, line)
actor.restart().finished()
