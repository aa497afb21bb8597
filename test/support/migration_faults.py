# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A migration through a proxy that does harm at one step, and what must hold
whatever it does: never two running copies, never zero images, both sides say
what happened.
"""
import os
import select
import shutil
import socket
import struct
import subprocess

from job import LIMIT, check, equal, fail, program
from migration import (QUICK, ask_to_move, goes_on, listen, port_of,
                       start_receiver, start_sender, uninterrupted)

RECORDS = {1: "HELLO", 2: "CHALLENGE", 3: "PROOF", 4: "ACCEPT", 5: "SEAL",
           6: "READY", 7: "COMMIT", 8: "STARTED", 9: "WITHDRAW", 10: "REFUSE"}
# In the order they come; IMAGE is the middle of it.
STEPS = ["HELLO", "CHALLENGE", "PROOF", "ACCEPT", "IMAGE", "SEAL", "READY",
         "COMMIT", "STARTED"]
IMAGES = ("sender/im", "sender/im.migrated", "receiver/im",
          "receiver/im.arriving")


class Splitter:
    """Takes one direction's bytes apart."""

    def __init__(self):
        self.rest = b""
        self.image = 0  # bytes that are still to come
        self.due = 0    # of the image, once it is accepted

    def take(self, data):
        """(step, bytes) for each record; the image in two pieces."""
        self.rest += data
        while self.rest:
            if self.image:
                piece = self.rest[:self.image]
                self.image -= len(piece)
                self.rest = self.rest[len(piece):]
                yield "IMAGE", piece
                continue
            if len(self.rest) < 16:
                return
            kind, _, size = struct.unpack_from("<HHI", self.rest, 4)
            if len(self.rest) < 16 + size:
                return
            record, self.rest = (self.rest[:16 + size], self.rest[16 + size:])
            name = RECORDS[kind]
            if name == "HELLO":
                self.due = struct.unpack_from("<Q", record, 48)[0]
            if name == "PROOF":
                self.image = self.due
            yield name, record


class Proxy:
    """Passes everything on until harm(step, piece) returns something else
    than the piece: bytes instead of it, or None for "nothing more"."""

    def __init__(self, sender, receiver, harm):
        self.ends = {sender: receiver, receiver: sender}
        self.splitters = {sender: Splitter(), receiver: Splitter()}
        self.harm = harm
        self.seen = []
        self.silent = False

    def run(self):
        """Until one side closes; or until nothing is passed on any more."""
        while not self.silent:
            ready = select.select(list(self.ends), [], [], LIMIT)[0]
            if not ready:
                fail("nothing happens after", self.seen)
            for end in ready:
                try:
                    data = end.recv(1 << 16)
                except OSError:
                    data = b""
                if not data or not self.pass_on(end, data):
                    return

    def pass_on(self, end, data):
        for step, piece in self.splitters[end].take(data):
            if self.seen[-1:] != [step]:
                self.seen.append(step)
            piece = self.harm(step, piece)
            if piece is None:
                self.silent = True
                return False
            try:
                self.ends[end].sendall(piece)
            except OSError:
                return False
        return True

    def close(self):
        for end in self.ends:
            end.close()


class Fault:
    """One migration that is disturbed at one step."""

    def __init__(self, **more):
        for name in ("sender", "receiver"):
            shutil.rmtree(name, ignore_errors=True)
        outer, inner = listen(), listen()
        self.sender, self.seen = start_sender(flags=QUICK, **more)
        ask_to_move(self.sender, "127.0.0.1", port_of(outer))
        to_sender = outer.accept()[0]
        to_receiver = socket.create_connection(inner.getsockname())
        self.receiver = start_receiver(inner.accept()[0], flags=QUICK)
        self.ends = to_sender, to_receiver

    def through(self, harm):
        self.proxy = Proxy(*self.ends, harm)
        self.proxy.run()
        return self

    def settled(self):
        """Waits until neither side waits any more; who runs the job then."""
        self.receiver_runs = self.runs(self.receiver)
        self.sender_runs = self.runs(self.sender)
        check(not (self.sender_runs and self.receiver_runs),
              "two copies run")
        return self

    def runs(self, side):
        """A side that works answers; one that does not, ends."""
        try:
            side.process.stdin.write(b"c")
        except BrokenPipeError:
            pass
        line = side.line()
        if line is None:
            side.wait()
            return False
        side.answer = line
        return True

    def finish(self):
        """The job's work is not lost: who runs it ends it, or it is started
        from every image that there is."""
        running = (self.sender if self.sender_runs else
                   self.receiver if self.receiver_runs else None)
        if running:
            goes_on(running, self.seen + [running.answer], b"abc", b"d")
            return self
        images = [image for image in IMAGES if os.path.exists(image)]
        check(images, "no image is left")
        for image in images:
            done = subprocess.run(
                [program("mover"), "-_condor_restart", image,
                 "-_condor_relocatable"], input=b"cd", stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, timeout=LIMIT)
            check(done.returncode == 0, image, done.stderr.decode())
            equal(self.seen + done.stdout.decode().splitlines(),
                  uninterrupted(b"abcd"), "output from " + image)
        return self


def at(step, act):
    """A harm that acts once, at the first piece of `step`, and passes the
    rest on."""
    state = {"done": False}

    def harm(seen, piece):
        if seen == step and not state["done"]:
            state["done"] = True
            return act(piece)
        return piece
    return harm
