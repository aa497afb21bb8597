# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drives checkpointed programs from a test, in the current directory.

A test is a Python file whose RUN line gives it the directory of the compiled
jobs (%jobs).  Every check that fails says what it saw and ends the test.
"""
import hashlib
import os
import re
import signal
import stat
import subprocess
import sys

VACATED = -signal.SIGUSR2
REFUSED = 255
LIMIT = 60  # seconds; nothing here takes one


def program(name):
    """A program that test/jobs/CMakeLists.txt built."""
    return os.path.join(sys.argv[1], name)


def fail(*text):
    print("FAILED:", *text, file=sys.stderr)
    sys.exit(1)


def check(good, *text):
    if not good:
        fail(*text)


def equal(seen, wanted, what):
    check(seen == wanted, what, "\n--- wanted\n", wanted, "\n--- seen\n", seen)


class Run:
    """One process from start to end."""

    def __init__(self, words, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.DEVNULL)
        more.setdefault("stderr", subprocess.PIPE)
        more.setdefault("timeout", LIMIT)
        self.words = words
        try:
            done = subprocess.run(words, **more)
        except subprocess.TimeoutExpired:
            fail("hangs:", words)
        self.status = done.returncode
        self.err = (done.stderr or b"").decode(errors="replace")
        self.out = (done.stdout or b"").decode(errors="replace")

    def ended(self, status, *texts, never=()):
        """The exit status and what must and must not be on stderr."""
        check(self.status == status, self.words, "\nexit status", self.status,
              "instead of", status, "\n", self.err)
        for text in texts:
            check(text in self.err, self.words, "\ndoes not say:", text,
                  "\nbut:", self.err)
        for text in never:
            check(text not in self.err, self.words, "\nsays:", self.err)
        return self

    def vacated(self, *texts):
        return self.ended(VACATED, *texts)

    def finished(self, *texts, never=()):
        return self.ended(0, *texts, never=never)

    def refused(self, *texts):
        return self.ended(REFUSED, "Condor: Error: ", *texts)


class Live:
    """A job that runs beside the test; its action `meet` waits for `go`."""

    def __init__(self, words, env):
        self.words = words
        # As ckpt_run does: a request that comes too early waits.
        self.process = subprocess.Popen(
            words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.pthread_sigmask(
                signal.SIG_BLOCK, {signal.SIGTSTP, signal.SIGUSR2}))

    def met(self):
        if self.process.stdout.read(1) != b".":
            fail(self.words, "ended early:", self.process.stderr.read())
        return self

    def go(self):
        self.process.stdin.write(b".")
        self.process.stdin.flush()
        return self

    def send(self, *signals):
        for number in signals:
            self.process.send_signal(number)
        return self

    def end(self, status, *texts, never=()):
        """Waits for its end; compares the status and stderr."""
        # Its input stays open: the end of it would end the wait that a request
        # interrupts.
        try:
            self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            fail("hangs:", self.words)
        err = self.process.communicate()[1]
        run = Run.__new__(Run)
        run.words, run.status = self.words, self.process.returncode
        run.err, run.out = err.decode(errors="replace"), ""
        return run.ended(status, *texts, never=never)


class Actor:
    """The job `actor`: start(actions) and restart(), with its log."""

    def __init__(self, image="im", log="log", name="actor"):
        self.image, self.log = os.path.abspath(image), os.path.abspath(log)
        self.name = name

    def start(self, *actions, flags=(), before=(), **more):
        return Run([*before, program(self.name), "-_condor_ckpt", self.image,
                    *flags, *actions], env=self.environment(), **more)

    def restart(self, *flags, before=(), **more):
        return Run([*before, program(self.name), "-_condor_restart",
                    self.image, *flags], env=self.environment(), **more)

    def live(self, *actions, flags=()):
        return Live([program(self.name), "-_condor_ckpt", self.image, *flags,
                     *actions], self.environment())

    def live_restart(self, *flags):
        return Live([program(self.name), "-_condor_restart", self.image,
                     *flags], self.environment())

    def environment(self):
        return {**os.environ, "ACTOR_LOG": self.log}

    def lines(self):
        with open(self.log, encoding="ascii",
                  errors="replace") as log:
            return log.read().splitlines()

    def same_state(self, change=lambda text: text):
        """The log has two equal state tables; returns the first."""
        lines = self.lines()
        check(lines and lines[-1] == "end", "the job did not finish:", lines)
        # Pipes have new numbers; everything else is the same.
        tables = [re.sub(r"pipe:\[\d+\]", "pipe", line) for line in lines
                  if line.startswith(("fd ", "cwd "))]
        half = len(tables) // 2
        equal("\n".join(tables[half:]), change("\n".join(tables[:half])),
              "state after the restart")
        return tables[:half]

    def survives(self, *actions, flags=(), **more):
        """actions, state, checkpoint, restart, state: both are the same."""
        self.start(*actions, "state", "vacate", "state", **more).vacated()
        run = self.restart(*flags, **more).finished()
        return self.same_state(), run


def other_users_get_here():
    """For root: a directory below /root is closed to everybody else."""
    return os.geteuid() == 0 and subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test",
         "-x", os.path.abspath(".")]).returncode == 0


def write(path, content=b""):
    data = content.encode() if isinstance(content, str) else content
    with open(path, "wb") as out:
        out.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def snapshot(directory="."):
    """Everything below: kind, mode, mtime, content."""
    seen = {}
    for top, directories, files in os.walk(directory):
        for name in directories + files:
            path = os.path.join(top, name)
            st = os.lstat(path)
            content = ""
            if stat.S_ISREG(st.st_mode):
                content = hashlib.sha256(read(path)).hexdigest()
            elif stat.S_ISLNK(st.st_mode):
                content = os.readlink(path)
            seen[path] = (oct(st.st_mode), st.st_size, st.st_mtime_ns, content)
    return seen


def unchanged(before, directory="."):
    after = snapshot(directory)
    for path in sorted(set(before) | set(after)):
        check(before.get(path) == after.get(path), path, "changed:",
              before.get(path), "->", after.get(path))
