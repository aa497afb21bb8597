# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drives jobs under ckpt_run from a test, in the current directory.

The test's RUN line gives it the directory of the compiled jobs (%jobs) and
ckpt_run (%ckpt_run).  The job is `servant` unless words say otherwise; its
image is "im".  A Wrapped that is garbage or left by an exception leaves no
process behind.
"""
import atexit
import os
import select
import shutil
import signal
import subprocess
import sys

from job import LIMIT, check, equal, fail, program

CKPT_RUN = sys.argv[2]
VACATED = -signal.SIGUSR2
# What ckpt_run and the runtime hold back once they are up.
REQUESTS = {signal.SIGTERM, signal.SIGTSTP, signal.SIGUSR2}
USAGE, NOT_FOUND, CANNOT_RUN = 119, 127, 126
NO_GOOD_IMAGE, LOST_CHECKPOINT, NOT_LINKED = 116, 117, 118

_started = []


def _clean():
    for process in _started:
        if process.poll() is None:
            for pid in [*children(process.pid), process.pid]:
                os.kill(pid, signal.SIGKILL)
            process.wait()


atexit.register(_clean)


def default_actions():
    """A background job of a shell without job control ignores some."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


def hold_requests():
    """A signal that comes before the first line of ckpt_run waits."""
    default_actions()
    signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS)


def hold_pair():
    default_actions()
    signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS - {signal.SIGTERM})


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children",
                  encoding="ascii") as text:
            return [int(word) for word in text.read().split()]
    except FileNotFoundError:
        return []


def stopped(pid):
    return state_of(pid) == "T"


def state_of(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as text:
        return text.read().rpartition(")")[2].split()[0]


def wait_until(condition, what):
    """Polls what no descriptor tells."""
    with open("/dev/null", "rb") as nothing:
        for _ in range(LIMIT * 100):
            if condition():
                return
            select.select([], [], [nothing], 0.01)
    fail("never:", what)


class Wrapped:
    """ckpt_run with a servant, which talks through pipes."""

    def __init__(self, *options, words=None, image="im", ready=True,
                 before=(), preexec=hold_pair, **more):
        if words is None:
            words = [program("servant"), "x"]
        if image:
            options = ["-f", image, *options]
        self.err_path = f"err.{len(_started)}"
        with open(self.err_path, "wb") as err:
            self.process = subprocess.Popen(
                [*before, CKPT_RUN, *options, "--", *words],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err,
                preexec_fn=preexec, **more)
        _started.append(self.process)
        self.job = None
        if ready:
            line = self.line()
            check(line.startswith("ready "), "no servant:", line, self.err())
            self.job = int(line.split()[1])

    def err(self):
        with open(self.err_path, encoding="utf-8",
                  errors="replace") as err:
            return err.read()

    def line(self):
        """The next line that the job says."""
        text = b""
        while not text.endswith(b"\n"):
            readable, _, _ = select.select([self.process.stdout], [], [],
                                           LIMIT)
            check(readable, "the job says nothing", self.err())
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                return text.decode()
            text += byte
        return text.decode().rstrip("\n")

    def tell(self, command):
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, command):
        self.tell(command)
        return self.line()

    def counted(self, add, total):
        """Proof that this is the job that has counted so far."""
        answer = self.ask(f"add {add}").split()
        if answer[0] == "ready":  # a checkpoint was made before main()
            answer = self.line().split()
        equal(answer[:2], ["count", str(total)], "its memory")
        self.job = int(answer[3])

    def send(self, number):
        self.process.send_signal(number)
        return self

    def ended(self, status, *texts, never=()):
        try:
            self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            fail("hangs:", self.process.args, self.err())
        check(self.process.returncode == status, self.process.args,
              "\nexit status", self.process.returncode, "instead of", status,
              "\n", self.err())
        err = self.err()
        for text in texts:
            check(text in err, "does not say:", text, "\nbut:", err)
        for text in never:
            check(text not in err, "says:", err)
        return self

    def vacated(self, *texts, never=()):
        return self.ended(VACATED, *texts, never=never)


def run(*words, **more):
    """ckpt_run with these words, to its end."""
    more.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([CKPT_RUN, *words], capture_output=True, text=True,
                          timeout=LIMIT, check=False, **more)


def vacated_image(image="im", count=5):
    """Leaves the image of a servant that has counted."""
    first = Wrapped(image=image)
    first.counted(count, count)
    first.send(signal.SIGTERM).vacated()


def copy(source, target):
    shutil.copyfile(source, target)
