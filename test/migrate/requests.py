# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ckpt_run --migrate of what is no job, of jobs that cannot go, and requests
# that nobody follows up: the job goes on, and everybody is told.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import ctypes
import os
import signal
import subprocess
import sys

from job import Run, check
from migration import (QUICK, Side, Wrapped, goes_on, listen, port_of, request,
                       start_sender)


def migrate(*words):
    return Run([sys.argv[2], "--migrate", *words])


for words, text in ((("1", "host"), "needs PID HOST PORT"),
                    (("x", "host", "1"), "PID is the number of a process"),
                    (("0", "host", "1"), "PID is the number of a process"),
                    (("1", "", "1"), "HOST is a name or an address"),
                    (("1", "h" * 256, "1"), "HOST is a name or an address"),
                    (("1", "host", "0"), "PORT is a number"),
                    (("1", "host", "65536"), "PORT is a number"),
                    (("1", "host", "1", "job"), "none is started")):
    migrate(*words).ended(119, text)
migrate("999999999", "host", "1").ended(114, "there is no process")
other = subprocess.Popen(["sleep", "60"])
migrate(str(other.pid), "host", "1").ended(114, "was not linked")
other.kill()
other.wait()

# A job that cannot go stays; stopped, it does not react (and SIGCONT takes the
# request away, signal(7)).
closed = listen()
gone = port_of(closed)
closed.close()
sender, seen = start_sender(flags=QUICK)
request(sender, "127.0.0.1", gone).ended(
    112, "the job does not move, and goes on: 127.0.0.1 port",
    "nothing listens at that port")
sender.says("the job does not move: ", "The program goes on.")
request(sender, "127.0.0.1", gone, "--signals", "USR1,USR2").ended(
    114, "does not wait for signal 10")
sender.send(signal.SIGSTOP)
request(sender, "127.0.0.1", gone, "--timeout", "1").ended(
    114, "did not react within 1 second")
sender.send(signal.SIGCONT)
seen.append(sender.work(b"c"))

# The signal with a number that nobody listens for is no request to vacate.
libc = ctypes.CDLL(None)
libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_uint64]
for number in (1, 0xffffffff):
    libc.sigqueue(sender.process.pid, signal.SIGTSTP, 0x434b4d47 << 32 | number)
    sender.work(b"x")
check(sender.err().count("cannot be followed up: nobody waits for an answer")
      == 2, sender.err())
sender.send(signal.SIGKILL)
sender.wait(-signal.SIGKILL)

# The number of a ckpt_run means its job.
receiver = Wrapped("receiver", "--listen", "127.0.0.1:0")
wrapped = Wrapped("wrapped")
first = [wrapped.line(), wrapped.work(b"a")]
check(wrapped.job() != wrapped.process.pid, "no wrapper")
request(wrapped, "127.0.0.1", receiver.port()).finished()
wrapped.wait(0)
goes_on(receiver, first, b"a", b"b")
