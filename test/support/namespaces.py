# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Two network namespaces with a cable between them."""
import os
import subprocess
import sys
import time

from job import LIMIT, check

ADDRESSES = {"sender": ("10.99.7.1", "fd99::1"),
             "receiver": ("10.99.7.2", "fd99::2")}


def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    check(done.returncode == 0, words, done.stdout)


class Network:
    def __init__(self):
        self.holders = {}
        for side in ADDRESSES:
            holder = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
            self.holders[side] = holder
            self.wait_for(holder.pid)
        run("ip", "link", "add", "ckpta", "netns",
            str(self.holders["sender"].pid), "type", "veth", "peer", "name",
            "ckptb", "netns", str(self.holders["receiver"].pid))
        for side, (v4, v6) in ADDRESSES.items():
            device = self.device(side)
            for words in (["addr", "add", v4 + "/24", "dev", device],
                          ["addr", "add", v6 + "/64", "dev", device, "nodad"],
                          ["link", "set", "lo", "up"],
                          ["link", "set", device, "up"]):
                run(*self.inside(side), "ip", *words)

        for address in ADDRESSES["receiver"]:
            self.wait_until_reached(address)

    def wait_until_reached(self, address):
        """A closed port refuses at once; a new cable takes a second."""
        run(*self.inside("sender"), sys.executable, "-c", f"""
import socket, time
end = time.monotonic() + {LIMIT}
while time.monotonic() < end:
    try:
        socket.create_connection(("{address}", 9), 5)
    except ConnectionRefusedError:
        break
    except OSError:
        pass
""")

    @staticmethod
    def wait_for(pid):
        own = os.readlink("/proc/self/ns/net")
        end = time.monotonic() + LIMIT
        while os.readlink(f"/proc/{pid}/ns/net") == own:
            check(time.monotonic() < end, "no namespace is made")
            time.sleep(0.01)

    @staticmethod
    def device(side):
        return "ckpta" if side == "sender" else "ckptb"

    def inside(self, side):
        """In front of a command: it runs there."""
        return ("nsenter", "-t", str(self.holders[side].pid), "-n", "--")

    def cable(self, state):
        for side in ADDRESSES:
            run(*self.inside(side), "ip", "link", "set", self.device(side),
                state)
        if state == "up":  # addresses of IPv6 went with the link
            for side, (_, v6) in ADDRESSES.items():
                run(*self.inside(side), "ip", "addr", "replace", v6 + "/64",
                    "dev", self.device(side), "nodad")

    def close(self):
        for holder in self.holders.values():
            holder.kill()
            holder.wait()
