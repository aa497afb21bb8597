# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ckpt_run --listen: where it listens, how long, and how it ends when no job
# comes.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import signal
import socket
import sys

from job import Run, check, program
from migration import Wrapped, goes_on, listen, port_of, request, start_sender


def listening(*options):
    return Run([sys.argv[2], "--listen", *options, "--", program("mover")])


for where in ("", "x", "1:", "-1", "65536", "host:1", "::1:1", "[::1]",
              "[127.0.0.1]:1", "127.0.0.1:", "[]:1", "1 "):
    listening(where).ended(119, "give a port")
listening("0", "--timeout", "x").ended(119, "--timeout takes a number")
listening("0", "--timeout", "1").ended(115, "waits for a job at port ",
                                       "no job arrived within 1 second")
taken = listen()
listening(f"127.0.0.1:{port_of(taken)}").ended(115, "cannot listen for a job")
listening("192.0.2.1:0").ended(115, "cannot listen for a job")
Run([sys.argv[2], "--listen", "0", "--", "/bin/true"]).ended(118)

for number in (signal.SIGTERM, signal.SIGTSTP):
    waiting = Wrapped("receiver", "--listen", "0")
    waiting.port()
    waiting.send(number)
    waiting.wait(-signal.SIGTERM)
    waiting.says("ended by a signal before a job arrived")

# Of all addresses, of both families; what is no job ends it.
for address in ("127.0.0.1", "::1"):
    receiver = Wrapped("to " + address, "--listen", "0")
    sender, seen = start_sender(name="from " + address)
    request(sender, address, receiver.port()).finished()
    sender.wait(0)
    goes_on(receiver, seen)
stranger = Wrapped("stranger", "--listen", "127.0.0.1:0")
with socket.create_connection(("127.0.0.1", stranger.port())) as visitor:
    visitor.sendall(b"hello\n")
    stranger.wait(255)
stranger.says("is not the protocol of a migration").has()
