# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Pipes and sockets that the job was given when it started are taken from the
# restarting process, under the same numbers; what is missing becomes /dev/null.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
import subprocess
from job import Actor, check, equal

actor = Actor()
actor.start("open 9 /dev/null r", "dup 0 5", "close 9", "vacate", "read 0 3",
            "read 5 3", "write 1 out", "state", input=b"unread",
            stdin=None, stdout=subprocess.PIPE).vacated()
run = actor.restart(input=b"abcdef", stdin=None, stdout=subprocess.PIPE)
run.finished(never=["UNSUP"])
equal(actor.lines()[:2], ["read 0: abc", "read 5: def"], "standard input")
equal(run.out, "out", "standard output")
check("fd 5 shares with 0" in actor.lines(), actor.lines())

# A make jobserver's pipe, and a socket.
ours, theirs = socket.socketpair()
reader, writer = os.pipe()
server = Actor("im2", "log2")
server.start(f"write {theirs.fileno()} a", "vacate",
             f"write {theirs.fileno()} b", f"write {writer} token",
             pass_fds=[theirs.fileno(), writer]).vacated()
equal(ours.recv(9), b"a", "socket before the checkpoint")
server.restart(pass_fds=[theirs.fileno(), writer]).finished(never=["UNSUP"])
equal(ours.recv(9), b"b", "socket")
equal(os.read(reader, 9), b"token", "pipe")

# Not given again.
os.remove("log2")
server.restart().finished(
    f"UNSUP: descriptor {theirs.fileno()} (socket:",
    f"UNSUP: descriptor {writer} (pipe:", "it becomes /dev/null")
server.restart("-_condor_warning", "UNSUP", "OFF").finished(never=["UNSUP"])
server.restart("-_condor_warning", "UNSUP", "ONCE").finished(
    "Further messages of this type suppressed")

# A second generation has the pipes of the process that was restarted.
third = Actor("im3", "log3")
pipes = {"stdin": None, "input": b"", "stdout": subprocess.PIPE}
third.start("vacate", "vacate", "write 1 end", **pipes).vacated()
third.restart(**pipes).vacated()
equal(third.restart(**pipes).finished(never=["UNSUP"]).out, "end", "third")
