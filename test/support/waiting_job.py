# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drives a program that waits in a system call, one step after the other.

    waiting_job.py PROGRAM ARGUMENT CALLS STEP...

PROGRAM runs in its own directory.  CALLS are numbers; each step but the last
begins when the program sleeps in one of them:

    request*N     N times SIGUSR2, until there is a new image
    refused*N     N times SIGUSR2, until the program waits again
    restart       SIGTSTP, and a restart of the image
    signal=NAME   sent
    input         a byte on standard input
    stack         the same stack pointer as at the first of these steps
    after=SECONDS as long after its start, or later
    end           the program ends by itself, with status 0
"""
import os
import signal
import subprocess
import sys
import time

from run_job import before_job

LIMIT = 60


class Job:
    def __init__(self, program, argument, calls):
        self.program, self.calls = program, calls.split(",")
        self.argument = argument
        self.directory = os.path.dirname(os.path.abspath(program))
        self.stack_pointer = None
        self.began = time.monotonic()
        self.stdin, self.input = os.pipe()
        self.start("-_condor_ckpt", "image", argument)

    def start(self, *flags):
        self.process = subprocess.Popen(
            [os.path.abspath(self.program), "-_condor_nowarn", *flags],
            cwd=self.directory, stdin=self.stdin, preexec_fn=before_job)

    def until(self, event, what):
        end = time.monotonic() + LIMIT
        while not event():
            if self.process.poll() is not None:
                sys.exit(f"{what}: ended with {self.process.returncode}")
            if time.monotonic() > end:
                os.system(f"cat /proc/{self.process.pid}/syscall")
                self.process.kill()
                sys.exit(f"{what}: it does not come")
            time.sleep(0.0005)

    def read(self, name):
        with open(f"/proc/{self.process.pid}/{name}", encoding="ascii") as file:
            return file.read()

    def waits(self):
        return self.read("syscall").split()[0] in self.calls

    def switches(self):
        return [line for line in self.read("status").splitlines()
                if line.startswith("voluntary")]

    def image(self):
        try:
            status = os.stat(os.path.join(self.directory, "image"))
            return status.st_ino, status.st_mtime_ns
        except FileNotFoundError:
            return None

    def request(self):
        before = self.image()
        self.process.send_signal(signal.SIGUSR2)
        self.until(lambda: self.image() != before, "an image")

    def refused(self):
        before = self.switches()
        self.process.send_signal(signal.SIGUSR2)
        self.until(lambda: self.switches() != before, "the handler")

    def signal(self, number):
        """Until it has been handled: two of a kind would be one."""
        before = self.switches()
        self.process.send_signal(number)
        self.until(lambda: self.process.poll() is not None
                   or self.switches() != before, "the handler")

    def restart(self):
        self.process.send_signal(signal.SIGTSTP)
        if self.process.wait(LIMIT) != -signal.SIGUSR2:
            sys.exit(f"at the request: ended with {self.process.returncode}")
        self.start("-_condor_restart", "image")

    def stack(self):
        now = self.read("syscall").split()[-2]
        if self.stack_pointer not in (None, now):
            sys.exit(f"stack pointer {now}, was {self.stack_pointer}")
        self.stack_pointer = now

    def step(self, text):
        name, _, value = text.partition("=")
        name, _, times = name.partition("*")
        if name == "end":
            status = self.process.wait(LIMIT)
            if status != 0:
                sys.exit(f"ended with {status}")
            return
        for _ in range(int(times or 1)):
            self.until(self.waits, text)
            if name == "signal":
                self.signal(getattr(signal, "SIG" + value))
            elif name == "after":
                time.sleep(max(0, self.began + float(value) -
                               time.monotonic()))
            elif name == "input":
                os.write(self.input, b"x")
            else:
                getattr(self, name)()


def main():
    job = Job(*sys.argv[1:4])
    try:
        for text in sys.argv[4:]:
            job.step(text)
    finally:
        job.process.kill()


if __name__ == "__main__":
    main()
