# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A starter that says nothing, or too slowly, at SIGTSTP: after 10 seconds an
# ordinary checkpoint.  One that is only slow at the start is waited for.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
import subprocess
import threading
import time
from job import VACATED, Actor, check, equal, program
from stream import in_call, text

SILENT = "Condor: Notice: the command stream was silent for 10 seconds"
SLOW = "line 2: it was begun and not finished in time; it is not executed"


def start(name, fd):
    actor = Actor(name + ".im", name + ".log")
    return subprocess.Popen(
        [program("actor"), "-_condor_ckpt", actor.image, "-_condor_cmd_fd",
         str(fd), "vacate"], pass_fds=(fd,), env=actor.environment(),
        stderr=subprocess.PIPE)


def trickle(writer, job):
    """A byte a second: each comes within 10 seconds of the one before."""
    try:
        while job.poll() is None:
            os.write(writer, b"x")
            time.sleep(1)
    except BrokenPipeError:
        pass


pipes = [os.pipe() for _ in range(3)]
ours, theirs = socket.socketpair()
jobs = {"silent": start("silent", pipes[0][0]),
        "partly": start("partly", pipes[1][0]),
        "trickles": start("trickles", pipes[2][0]),
        "socket": start("socket", theirs.fileno())}
for reader, _ in pipes:
    os.close(reader)
for job in jobs.values():
    while not in_call(job.pid, 7):
        time.sleep(0.001)
begun = time.monotonic()
for _, writer in pipes:
    os.write(writer, text("end"))
ours.sendall(text("end"))
os.write(pipes[1][1], b"ckpt unfinished")
thread = threading.Thread(target=trickle, args=(pipes[2][1], jobs["trickles"]))
thread.start()
for name, job in jobs.items():
    err = job.communicate(timeout=60)[1].decode()
    took = time.monotonic() - begun
    equal(job.returncode, VACATED, err)
    check(9.9 < took < 20, name, took)
    check(SILENT in err and "Ckpt exit" in err, err)
    equal(SLOW in err, name in ("partly", "trickles"), err)
    check(os.path.exists(name + ".im"), name)
thread.join()
check(not os.path.exists("unfinished"), "a line without an end")
