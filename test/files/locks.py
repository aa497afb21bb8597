# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Record locks are taken again, and belong to the restarted process; where
# another process holds one, the restart is refused.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import fcntl
import os
import struct
import subprocess
from job import Actor, check, program, snapshot, unchanged, write

write("data", "x" * 100)
FLOCK = "hhlli4x"


def holder(start, write_lock=True):
    """Who keeps us from locking one byte: a pid or 0."""
    with open("data", "r+b") as file:
        kind = fcntl.F_WRLCK if write_lock else fcntl.F_RDLCK
        asked = struct.pack(FLOCK, kind, os.SEEK_SET, start, 1, 0)
        kind, _, _, _, pid = struct.unpack(
            FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
        return 0 if kind == fcntl.F_UNLCK else pid


actor = Actor()
actor.start("open 3 data rw", "dup 3 5", "open 4 data r", "lock 3 w 10 10",
            "lock 3 r 40 5", "lock 3 w 90 0", "vacate", "say locked",
            "read 0 1").vacated()
check(not holder(10), "the job is gone and its lock is not")
job = subprocess.Popen(
    [program("actor"), "-_condor_restart", actor.image],
    env=actor.environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
for line in job.stderr:  # comes when the locks are taken
    if b"About to return to user code" in line:
        break
for at, shared, exclusive in [(9, 0, 0), (10, 1, 1), (19, 1, 1), (20, 0, 0),
                              (40, 0, 1), (44, 0, 1), (45, 0, 0), (90, 1, 1),
                              (5000, 1, 1)]:
    seen = (holder(at, False), holder(at, True))
    wanted = (job.pid if shared else 0, job.pid if exclusive else 0)
    check(seen == wanted, "locks at", at, seen, "instead of", wanted)
job.communicate(b"x")
check(job.returncode == 0, job.returncode)

# Closing a descriptor of the file would drop the other's lock again.
before = snapshot()
with open("data", "r+b") as other:
    fcntl.lockf(other, fcntl.LOCK_EX, 1, 95)
    actor.restart().refused("lock", "data", "another process")
unchanged(before)

# A file open for writing only is looked at through another descriptor; closing
# that must not drop the job's locks, neither at a checkpoint nor at a restart
# that cuts the file.
write("data", "")
second = Actor("im2", "log2")


def waiting(words):
    """Starts the job and waits until it reads, with its locks in place."""
    job = subprocess.Popen(words, env=second.environment(),
                           stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    while not os.path.exists(second.log):
        check(job.poll() is None, job.returncode)
        os.sched_yield()
    check(holder(3) == job.pid, "the lock is gone:", words)
    os.remove(second.log)
    return job


job = waiting([program("actor"), "-_condor_ckpt", second.image,
               "open 3 data w", "lock 3 w 0 10", "write 3 saved", "periodic",
               "say ready", "read 0 1", "write 3 more"])
job.kill()
job.wait()
write("data", "saved and grown")
job = waiting([program("actor"), "-_condor_restart", second.image])
_, text = job.communicate(b"x")
check(job.returncode == 0 and b"was cut from 15 to 5" in text, text)
check(open("data").read() == "savedmore", open("data").read())
