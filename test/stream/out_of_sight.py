# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Behind `end` the stream's descriptor is none of the program's: not among its
# numbers, not in the image, closed by exec; the flags of a shared description
# stay; standard input that was the stream is /dev/null.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %inspect
import fcntl
import os
import pty
import re
import subprocess
import sys
from job import Actor, check, equal
from stream import CARRIERS, fd_flags, pipe, text


def descriptors(actor):
    return [int(line.split()[1]) for line in actor.lines()
            if re.match(r"fd \d+ \S+ flags", line)]


for carrier in CARRIERS:
    actor = Actor("im", "log")
    with carrier(text("end"), open=True) as starter:
        actor.start("state", "vacate", **starter).vacated()
    equal(descriptors(actor), [0, 1, 2], carrier.__name__)
    shown = subprocess.run([sys.argv[2], "im"], stdout=subprocess.PIPE,
                           check=True).stdout.decode()
    table = shown.split("\ndescriptors\n")[1].split("\n\n")[0]
    equal(re.findall(r"^ +(\d+) ", table, re.M), ["0", "1", "2"], shown)
    os.remove("log")

# Any program can be started over the same number: nothing is left of it.
reader, writer = os.pipe()
os.write(writer, text("end", "exit 5"))
os.set_blocking(reader, True)
before = fcntl.fcntl(reader, fcntl.F_GETFL)
actor.start("open %d /dev/zero r" % reader, "read %d 1" % reader, "vacate",
            **fd_flags(reader)).ended(5)
equal(fcntl.fcntl(reader, fcntl.F_GETFL), before, "flags of the description")
os.set_blocking(reader, False)
os.write(writer, text("end", "exit 6"))
actor.start("vacate", **fd_flags(reader)).ended(6)
check(not os.get_blocking(reader), "O_NONBLOCK stays")

# 0 was the stream: /dev/null, at a restart too.
os.remove("log")
with pipe(text("end", "exit 6")) as starter:
    actor.start("state", "vacate", "read 0 9",
                flags=("-_condor_cmd_fd", "0"),
                stdin=starter["pass_fds"][0]).ended(6)
check(any(re.match("fd 0 /dev/null ", line) for line in actor.lines()),
      actor.lines())
actor.restart(input=b"unused", stdin=None).finished()
equal(actor.lines()[-2:], ["read 0: ", "end"], "/dev/null")

# A terminal: a line at a time, and end of file is Ctrl-D.
master, slave = pty.openpty()
os.write(master, text("end", "ckpt tty", "exit 7"))
actor.start("vacate", **fd_flags(slave)).ended(7)
os.write(master, b"end\n\x04")
actor.start("vacate", **fd_flags(slave)).vacated()
