# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a host name can be: names of the hosts file, unknown and impossible ones;
# and the program sees nothing of the look-up, not even where it has no
# descriptor left or ignores its children.
# REQUIRES: localhost
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import resource
import signal
import socket

from job import Actor, check
from migration import (ask_to_move, goes_on, listen, port_of, start_receiver,
                       start_sender)

server = listen()
port = port_of(server)
sender, seen = start_sender()
steps = []
for host, text in (
        ("no-such-host.invalid", "the address of no-such-host.invalid is not "
         "known here; an address in digits needs no look-up"),
        ("--help", "has characters that no name has"),
        ("a;b", "has characters that no name has"),
        ("1.2.3.4.5", "is not known here"),
        ("256.1.1.1", "is not known here")):
    ask_to_move(sender, host, port)
    steps.append(sender.work())
    check(text in sender.err().splitlines()[-1], host, sender.err())
closed = listen()
gone = port_of(closed)
closed.close()
for host in ("127.0.0.1", "::1", "localhost"):
    ask_to_move(sender, host, gone)
    steps.append(sender.work())
    sender.says(f"{host} port {gone} cannot be reached: nothing listens at "
                "that port")

# SIGCHLD is neither pending nor lost for the program.
with open(f"/proc/{sender.process.pid}/status", encoding="ascii") as status:
    fields = dict(line.split(":\t") for line in status if ":\t" in line)
for field in ("SigPnd", "ShdPnd"):
    check(not int(fields[field], 16), field, fields[field])

# Nor does it matter what the program did with its descriptors and children.
resource.prlimit(sender.process.pid, resource.RLIMIT_NOFILE, (3, 64))
ask_to_move(sender, "localhost", port)
receiver = start_receiver(server.accept()[0])
sender.wait(0)
goes_on(receiver, seen + steps, b"ab" + b"x" * len(steps))
