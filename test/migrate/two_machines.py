# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Between two network namespaces: at each step the cable is pulled or one side
# is killed. Never two copies, never zero images, and who lives says what
# happened.
# REQUIRES: namespaces, strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import shutil
import signal
import time

from job import LIMIT, check
from migration import QUICK, Wrapped, ask_to_move, goes_on, start_sender
from migration_faults import Fault
from namespaces import ADDRESSES, Network

# Where who stops: the second rename is the commit, on either side.
POINTS = [("sender", "sendto", 1), ("sender", "sendto", 2),
          ("sender", "sendto", 9), ("sender", "rename", 2),
          ("receiver", "sendto", 1), ("receiver", "sendto", 2),
          ("receiver", "sendto", 3), ("receiver", "rename", 2),
          ("receiver", "sendto", 4)]


def stop_at(call, number):
    return ("strace", "-D", "-f", "-o", os.path.abspath("trace"), "-e",
            f"trace={call}", "-e", f"inject={call}:signal=STOP:when={number}")


class Disturbed(Fault):
    def __init__(self, network, address, point=None):
        for name in ("sender", "receiver"):
            shutil.rmtree(name, ignore_errors=True)
        before = {side: network.inside(side) for side in ADDRESSES}
        if point:
            before[point[0]] += stop_at(*point[1:])
        self.receiver = Wrapped("receiver", "--listen", "0",
                                flags=QUICK, before=before["receiver"])
        port = self.receiver.port()
        self.sender, self.seen = start_sender(flags=QUICK,
                                              before=before["sender"])
        ask_to_move(self.sender, address, port)
        if point:
            self.victim = getattr(self, point[0])
            self.wait_until_stopped()

    def wait_until_stopped(self):
        end = time.monotonic() + LIMIT
        while not os.path.exists("trace") or \
                "stopped by SIGSTOP" not in open("trace", encoding="ascii",
                                                 errors="replace").read():
            check(time.monotonic() < end, "it does not get to its step",
                  self.sender.err(), self.receiver.err())
            time.sleep(0.01)

    def go_on(self):
        victim = self.victim
        pid = victim.job() if victim is self.receiver else victim.process.pid
        os.kill(pid, signal.SIGCONT)


network = Network()
try:
    for address in ADDRESSES["receiver"]:
        quiet = Disturbed(network, address)
        quiet.sender.wait(0)
        goes_on(quiet.receiver, quiet.seen)
    for point in POINTS:
        for act in ("cable", "sender", "receiver"):
            if os.path.exists("trace"):
                os.remove("trace")
            fault = Disturbed(network, ADDRESSES["receiver"][0], point)
            if act == "cable":
                network.cable("down")
            else:
                getattr(fault, act).kill()
            if fault.victim.process.poll() is None:
                fault.go_on()
            fault.settled()
            print(*point, act, "sender runs:", fault.sender_runs,
                  "receiver runs:", fault.receiver_runs, flush=True)
            for name in ("sender", "receiver"):
                if act != name:
                    getattr(fault, name).says("Condor: ")
            fault.finish()
            if act == "cable":
                network.cable("up")
finally:
    network.close()
