# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job moves over IPv4, IPv6 and to a name, and its output is that of a job
# that never moved.
# REQUIRES: localhost
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
import socket

from migration import (ask_to_move, goes_on, listen, port_of, start_receiver,
                       start_sender)

for family, address, host in (
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET6, "::1", "::1"),
        (socket.AF_INET6, "::", "::ffff:127.0.0.1"),
        (socket.AF_INET, "127.0.0.1", "localhost")):
    server = listen(family, address)
    sender, seen = start_sender()
    ask_to_move(sender, host, port_of(server))
    receiver = start_receiver(server.accept()[0])
    sender.wait(0)
    goes_on(receiver, seen)
    sender.says(f"the job has moved to {host} port {port_of(server)}",
                "Ckpt exit").has("im.migrated")
    receiver.says("the job has arrived and goes on here",
                  "About to return to user code").has("im")
    for side in ("sender", "receiver"):
        shutil.rmtree(side)
