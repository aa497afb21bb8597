# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every descriptor is in use, so a child keeps the runtime's own: kill -9 of the
# job whenever it asks that child leaves a whole image and nobody behind; so does
# kill -9 of the child.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import time
from faults import Faults
from job import check, program


def left():
    """Processes that run the job's program."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{pid}/exe") == os.path.realpath(
                    program("actor")) and os.getcwd() == os.readlink(
                        f"/proc/{pid}/cwd"):
                found.append(pid)
        except OSError:
            pass
    return found


def nobody_is_left(where):
    end = time.monotonic() + 20
    while left() and time.monotonic() < end:
        pass
    check(not left(), where, "left", left())


os.mkdir("free")
os.chdir("free")
check(not Faults().numbers("clone"), "a child, although numbers are free")
os.chdir("..")
os.environ["CKPT_FLAGS"] = "-_ckpt_clock jump"  # else the clock decides on forks
faults = Faults(*(f"open {fd} /dev/null r" for fd in range(4, 9)),
                last=["close 8"], prefix=["prlimit", "--nofile=9:9"])
others = faults.numbers("clone", "wait4", "rename")
asks = faults.numbers("futex")
check(len(asks) > 100, "no keeper is seen")
# How often the two wait for each other is not the same each time.
for name, number, _ in others + asks[:len(asks) * 2 // 3:29]:
    faults.killed(name, number)
    nobody_is_left(f"{name} {number}")
for name, number, _ in faults.numbers("clone"):
    faults.fails(name, f"{number}+", "EAGAIN", "every descriptor is in use",
                 "ulimit -u")
# The child alone is killed: what it was asked fails, and the job goes on.
said = ""
for step in range(1, 32, 6):
    calls = "pwrite64,fsync,getdents64"
    run = faults.run("-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
                     f"inject={calls}:signal=KILL:when={step}")
    said += run.err
    faults.restarts(f"child killed at {step}: {run.err}")
    nobody_is_left(f"child {step}")
check("was killed; ask again" in said, said)
said = ""
for step in range(5, 14):
    run = faults.run("-f", "-o", "/dev/null", "-e", "trace=pread64", "-e",
                     f"inject=pread64:signal=KILL:when={step}")
    said += run.err
    faults.restarts(f"restart's child killed at {step}: {run.err}")
    nobody_is_left(f"restart's child {step}")
check("was killed; try again" in said, said)
