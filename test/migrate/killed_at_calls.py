# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# kill -9 in front of the system calls that change names, make things durable or
# send: between a commit and its COMMIT, between COMMIT and the image's name.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import re
import shutil

from job import check
from migration import (QUICK, ask_to_move, listen, port_of, start_receiver,
                       start_sender)
from migration_faults import Fault

CALLS = "rename,fsync,sendto,unlink"


def under_strace(*options):
    return ("strace", "-D", "-o", os.path.abspath("trace"), "-e",
            "trace=connect," + CALLS, *options)


class Direct(Fault):
    def __init__(self, **before):
        for name in ("sender", "receiver"):
            shutil.rmtree(name, ignore_errors=True)
        server = listen()
        self.sender, self.seen = start_sender(
            flags=QUICK, before=before.get("sender", ()))
        ask_to_move(self.sender, "127.0.0.1", port_of(server))
        self.receiver = start_receiver(server.accept()[0], flags=QUICK,
                                       before=before.get("receiver", ()))


def numbers(side):
    """(call, number) of what an undisturbed side does."""
    run = Direct(**{side: under_strace()}).settled()
    check(run.receiver_runs, "it does not move")
    run.finish()
    with open("trace", encoding="ascii", errors="replace") as trace:
        names = re.findall(r"^(\w+)\(", trace.read(), re.M)
    start = names.index("connect") if "connect" in names else 0
    for call in CALLS.split(","):
        count = names.count(call)
        for number in range(names[:start].count(call) + 1, count + 1):
            # Of the image's many blocks one is enough.
            if number <= 3 or number > count - 3:
                yield call, number


for side in ("sender", "receiver"):
    for call, number in list(numbers(side)):
        inject = f"inject={call}:signal=KILL:when={number}"
        run = Direct(**{side: under_strace("-e", inject)}).settled()
        print(side, call, number, run.sender_runs, run.receiver_runs,
              run.sender.files(), run.receiver.files(), flush=True)
        check(not getattr(run, side + "_runs"), "it was not killed")
        run.finish()
