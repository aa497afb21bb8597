# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a program to its end through checkpoints at random instants.

soak() starts a program, asks it for checkpoints (two of three are vacates with
a restart, the others periodic) and returns what happened.  A checkpoint that
is refused is counted and asked for again.  Nothing here compares: the caller
looks at the files that the program left.
"""
import os
import random
import signal
import subprocess
import time

VACATE, PERIODIC = signal.SIGTSTP, signal.SIGUSR2
REFUSED = b"no checkpoint was written"
NOISE = (b"Ckpt exit", b"About to return to user code")


# Files that are written over in place make a warning at each checkpoint.
QUIET = ["-_condor_nowarn", "-_condor_warning", "READWRITE", "OFF"]


class Failure(Exception):
    pass


def hold_requests():
    """The runtime unblocks the pair once it is armed: a request that comes
    before waits instead of killing."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {VACATE, PERIODIC})


class Soak:
    def __init__(self, words, directory, seconds, *, seed, count=25, stdin=None,
                 out="out", err="err", uid=None, env=None, limit=120,
                 wrapper=(), by_work=False):
        """seconds: of the uninterrupted run; checkpoints spread over it.
        by_work: seconds of processor time, so that a busy machine does not
        matter."""
        self.words = [str(word) for word in words]
        self.directory = directory
        self.chance = random.Random(f"{seed} {' '.join(self.words)}")
        self.average = seconds / count
        self.count = count
        self.stdin = stdin
        self.out, self.err = out, err
        self.identity = {} if uid is None else {
            "user": uid, "group": uid, "extra_groups": []}
        self.env = env
        self.deadline = time.monotonic() + limit
        self.wrapper = list(wrapper)
        self.by_work = by_work
        self.vacates = self.periodics = self.refusals = 0

    @property
    def checkpoints(self):
        return self.vacates + self.periodics

    def _path(self, name):
        return os.path.join(self.directory, name)

    def start(self, *flags, restart=False):
        out = os.open(self._path(self.out), os.O_WRONLY | os.O_CREAT, 0o666)
        err = os.open(self._path(self.err),
                      os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        arguments = [] if restart else self.words[1:]
        stdin = self._path(self.stdin) if self.stdin else os.devnull
        with open(stdin, "rb") as given:
            process = subprocess.Popen(
                self.wrapper + [self.words[0], *flags, *arguments],
                cwd=self.directory, env=self.env, stdin=given, stdout=out,
                stderr=err, preexec_fn=hold_requests, **self.identity)
        os.close(out)
        os.close(err)
        return process

    def refused(self):
        try:
            with open(self._path(self.err), "rb") as err:
                return err.read().count(REFUSED)
        except FileNotFoundError:
            return 0

    def _wait(self, process, until=lambda: False):
        """The status, or None once `until` holds."""
        while not until():
            try:
                return process.wait(0.005)
            except subprocess.TimeoutExpired:
                if time.monotonic() > self.deadline:
                    process.kill()
                    process.wait()
                    raise Failure("it hangs") from None
        return None

    def _serve(self, process, kind):
        """Asks for one checkpoint; the status if the process has ended."""
        before = self.refused()
        image = self._path("image")
        old = _identity(image)
        process.send_signal(kind)
        status = self._wait(
            process, lambda: self.refused() > before
            or (kind == PERIODIC and _identity(image) != old))
        if status is None:
            if self.refused() > before:
                self.refusals += 1
            else:
                self.periodics += 1
        return status

    def run(self):
        """The exit status of the last start."""
        process = self.start(*QUIET, "-_condor_ckpt", "image")
        while True:
            status = self._next(process)
            if status != -PERIODIC:
                return status
            self.vacates += 1
            process = self.start("-_condor_restart", "image", *QUIET,
                                 restart=True)

    def _next(self, process):
        """Until this process has ended."""
        while self.checkpoints < self.count:
            status = self._let_work(
                process, self.chance.uniform(0, 2 * self.average))
            if status is not None:
                return status
            kind = PERIODIC if self.chance.randrange(3) == 0 else VACATE
            status = self._serve(process, kind)
            if status is not None:
                return status
        return self._wait(process)

    def _let_work(self, process, seconds):
        """The status if the process has ended, else None."""
        if self.by_work:
            until = _worked(process.pid) + seconds
            return self._wait(process, lambda: _worked(process.pid) >= until)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def complaints(self):
        with open(self._path(self.err), "rb") as err:
            return [line for line in err.read().splitlines()
                    if line not in NOISE]


def _worked(pid):
    """Seconds of processor time; of a zombie too."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def _identity(path):
    try:
        st = os.stat(path)
        return st.st_ino, st.st_mtime_ns
    except FileNotFoundError:
        return None
