# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Two sides of a migration, driven from a test in the current directory.

The job is test/jobs/mover.c: one byte of its input is one step of its work.
Each side has a directory, its image is `im` there, and its command stream
comes from here.
"""
import atexit
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time

from job import LIMIT, Run, check, equal, fail, program

TOKEN = "a token of this test"
QUICK = ("-_ckpt_migrate_timeout", "1")


def hold_requests():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP, signal.SIGUSR2})


class Side:
    """One process of the job; `name` is its directory."""

    def __init__(self, name, commands, fds=(), token=TOKEN, flags=(),
                 before=(), arguments=("1",)):
        stream, self.stream = socket.socketpair()
        self.start(name, [*before, program("mover"), "-_condor_cmd_fd",
                          str(stream.fileno()), *flags, *arguments],
                   (stream.fileno(), *fds), token)
        stream.close()
        self.say(*commands)

    def start(self, name, words, fds, token):
        self.name = name
        os.makedirs(name, exist_ok=True)
        environment = {k: v for k, v in os.environ.items()
                       if k != "CKPT_TOKEN"}
        if token is not None:
            environment["CKPT_TOKEN"] = token
        with open(os.path.join(name, "err"), "ab") as err:
            self.process = subprocess.Popen(
                words, cwd=name, env=environment, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=err, bufsize=0, pass_fds=fds,
                preexec_fn=hold_requests)
        atexit.register(self.leave_nothing)

    def leave_nothing(self):
        """A test that fails must not leave a side that waits."""
        if self.process.poll() is None:
            self.kill()

    def say(self, *lines):
        try:
            self.stream.sendall(("\n".join(lines) + "\n").encode())
        except BrokenPipeError:
            pass  # it has ended

    def send(self, number):
        self.process.send_signal(number)

    def line(self, limit=LIMIT):
        """The next line of its output; None at the end or when none comes."""
        text = b""
        while not text.endswith(b"\n"):
            ready = select.select([self.process.stdout], [], [], limit)[0]
            byte = self.process.stdout.read(1) if ready else b""
            if not byte:
                return None
            text += byte
        return text.decode().strip()

    def work(self, byte=b"x"):
        self.process.stdin.write(byte)
        line = self.line()
        check(line, self.name, "does not work:", self.err())
        return line

    def finish(self):
        self.process.stdin.close()
        line = self.line()
        self.wait(0)
        return line

    def wait(self, status=None):
        try:
            ended = self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            fail(self.name, "hangs:", self.err())
        check(status is None or ended == status, self.name, "ended with",
              ended, "instead of", status, "\n", self.err())
        return ended

    def kill(self):
        self.process.kill()
        self.process.wait()

    def err(self):
        with open(os.path.join(self.name, "err"), encoding="utf-8",
                  errors="replace") as text:
            return text.read()

    def says(self, *texts, never=()):
        for text in texts:
            check(text in self.err(), self.name, "does not say:", text,
                  "\nbut:", self.err())
        for text in never:
            check(text not in self.err(), self.name, "says:", self.err())
        return self

    def waits_until_said(self, text):
        """For what comes without another event to wait for."""
        end = time.monotonic() + LIMIT
        while text not in self.err():
            check(time.monotonic() < end, self.name, "does not say:", text,
                  "\nbut:", self.err())
            time.sleep(0.01)

    def files(self):
        return sorted(n for n in os.listdir(self.name) if n.startswith("im"))

    def has(self, *names):
        equal(self.files(), sorted(names), self.name + " has other images")


class Wrapped(Side):
    """A job that ckpt_run runs: %ckpt_run is the test's second argument."""

    def __init__(self, name, *options, token=TOKEN, flags=(),
                 arguments=("1",), before=()):
        self.start(name, [*before, sys.argv[2], *options, "-f", "im", "--",
                          program("mover"), *flags, *arguments], (), token)

    def job(self):
        """The process number of the job itself."""
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children",
                  encoding="ascii") as children:
            return int(children.read().split()[0])

    def kill(self):
        try:
            os.kill(self.job(), signal.SIGKILL)
        except IndexError:
            pass  # it has ended
        self.process.wait(LIMIT)

    def port(self):
        """That it listens at."""
        self.waits_until_said("waits for a job at port ")
        return int(re.search(r"at port (\d+)", self.err())[1])


def request(side, host, port, *options):
    """ckpt_run --migrate for a running side."""
    return Run([sys.argv[2], "--migrate", str(side.process.pid), host,
                str(port), *options])


def start_sender(steps=b"ab", name="sender", **more):
    """A job that has worked, and its output."""
    side = Side(name, ["ckpt im", "end"], **more)
    seen = [side.line()] + [side.work(bytes([b])) for b in steps]
    return side, seen


def ask_to_move(side, host, port, *then):
    side.say(f"migrate_to {host} {port}", *(then or ("exit 0",)))
    side.send(signal.SIGTSTP)


def listen(family=socket.AF_INET, address="127.0.0.1"):
    server = socket.socket(family)
    server.bind((address, 0))
    server.listen(8)
    server.settimeout(LIMIT)
    return server


def port_of(server):
    return server.getsockname()[1]


def start_receiver(connection, name="receiver", **more):
    """The receiving side on a connected socket, which it then owns."""
    fd = connection.fileno()
    side = Side(name, ["ckpt im", f"migrate_from {fd}", "end"],
                fds=(fd,), **more)
    connection.close()
    return side


def uninterrupted(steps, arguments=("1",)):
    done = subprocess.run([program("mover"), *arguments], input=steps,
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\n")[:-1]


def goes_on(side, seen, steps=b"ab", rest=b"cd"):
    """The job works on at `side`, and its output is that of a job that never
    moved."""
    seen = seen + [side.work(bytes([b])) for b in rest]
    seen.append(side.finish())
    equal("\n".join(seen), "\n".join(uninterrupted(steps + rest)),
          "output of the job")
