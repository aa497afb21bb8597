# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a program to its end through checkpoints at random instants, unseen by
whoever started it: for test suites that start a program hundreds of times.

    often.py LOG PROGRAM NAME [arguments]

NAME is what PROGRAM sees as its own name.  What the runtime says is taken out of
standard error.  LOG gets a line: how many checkpoints were asked for, how many
restarts there were, how many requests were refused.
"""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

VACATE, PERIODIC = signal.SIGTSTP, signal.SIGUSR2
OURS = re.compile(rb"(Condor: [^\n]*|Ckpt exit|About to return to user code)\n")
REFUSED = b"no checkpoint was written"
# Seconds between requests, and how many requests double it: the program comes to
# its end however long checkpoints take.
AVERAGE, DOUBLES = 0.02, 20


def passed_on(reader, out, seen):
    """Copies what is not ours; a line of ours may follow an unfinished one."""
    with os.fdopen(reader, "rb") as lines:
        for line in lines:
            seen += OURS.findall(line)
            os.write(out, OURS.sub(b"", line))


def same(one, two):
    try:
        return os.path.samestat(os.fstat(one), os.fstat(two))
    except OSError:
        return False


class Run:
    def __init__(self, log, program, words):
        self.log, self.program, self.words = log, program, words
        self.directory = tempfile.mkdtemp(prefix="often-")
        self.image = os.path.join(self.directory, "image")
        self.seen = []
        self.restarts = self.asked = 0

    def start(self, streams):
        words = [*self.words, "-_condor_ckpt", self.image]
        if self.restarts:
            words = [self.words[0], "-_condor_relocatable", "-_condor_restart",
                     self.image]
        return subprocess.Popen(
            words, executable=self.program, close_fds=False, **streams,
            preexec_fn=lambda: signal.pthread_sigmask(
                signal.SIG_BLOCK, {VACATE, PERIODIC}))

    def serve(self, process):
        """The status; requests at random instants until it ends."""
        while True:
            try:
                average = AVERAGE * 2 ** (self.asked / DOUBLES)
                return process.wait(random.expovariate(1 / average))
            except subprocess.TimeoutExpired:
                self.asked += 1
                process.send_signal(random.choice([VACATE, VACATE, PERIODIC]))

    def run(self):
        reader, writer = os.pipe()
        streams = {"stderr": writer}
        # Both into one file: their order counts.
        if same(1, 2):
            streams["stdout"] = writer
        thread = threading.Thread(target=passed_on,
                                  args=(reader, os.dup(2), self.seen))
        thread.start()
        while True:
            status = self.serve(self.start(streams))
            if status != -PERIODIC or not os.path.exists(self.image):
                break
            self.restarts += 1
        os.close(writer)
        thread.join()
        return status

    def report(self):
        refused = sum(REFUSED in line for line in self.seen)
        with open(self.log, "a", encoding="ascii") as log:
            log.write(f"{self.asked} {self.restarts} {refused}\n")
        shutil.rmtree(self.directory)


def main():
    run = Run(sys.argv[1], sys.argv[2], sys.argv[3:])
    status = run.run()
    run.report()
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status)


main()
