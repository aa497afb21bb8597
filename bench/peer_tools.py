# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The tools that bench/peers.py compares: how each builds a program, starts it,
takes a checkpoint and restarts it.

A job runs in a directory of its own.  Its standard output and error are the
files `out` and `err` there, its standard input is /dev/null.
"""
import ctypes
import glob
import os
import re
import shutil
import signal
import subprocess
import time

LIMIT = 60  # seconds for any step of a job
ERROR = "Condor: Error"  # how the runtime's lines begin
PR_SET_CHILD_SUBREAPER = 36


class Refused(Exception):
    """The tool says that it cannot."""


class Hangs(Exception):
    """Nothing comes of it in LIMIT seconds."""


def wait_until(true, what):
    end = time.monotonic() + LIMIT
    while not true():
        if time.monotonic() > end:
            raise Hangs(what)
        time.sleep(0.002)


def last_line(name, mark=""):
    if not os.path.exists(name):
        return ""
    with open(name, errors="replace") as file:
        lines = [line.strip() for line in file if mark in line]
    return lines[-1] if lines else ""


class Tool:
    """The plain program, without a checkpoint."""
    name = "plain"
    image = None

    def __init__(self, options):
        self.options = options
        self.job = None

    def build(self, *command):
        subprocess.run(command, check=True)

    def words(self, program, *arguments):
        return [program, *arguments]

    def start(self, program, *arguments, **more):
        with open("out", "wb") as out, open("err", "wb") as err:
            self.job = subprocess.Popen(
                self.words(program, *arguments), stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True, **more)

    def ready(self):
        wait_until(lambda: os.path.exists("ready") or self.ended(),
                   "not ready")
        if self.ended():
            raise Refused("the program ends: " + last_line("err"))

    def ended(self):
        return self.job.poll() is not None

    def go(self):
        """Lets the job end."""
        open("go", "w").close()

    def finish(self):
        """Its exit status and output."""
        self.go()
        wait_until(self.ended, "does not end")
        with open("out", errors="replace") as file:
            return self.job.returncode, file.read()

    def kill(self):
        if self.job and not self.ended():
            self.job.kill()
            self.job.wait()


class Ours(Tool):
    name = "ckpt_compile"
    image = "image"
    flags = ()
    restart_flags = ()
    vacate, periodic = signal.SIGTSTP, signal.SIGUSR2

    @staticmethod
    def there(options):
        return bool(shutil.which(options.ckpt))

    @staticmethod
    def version(options):
        return subprocess.run([options.ckpt, "--version"], text=True,
                              stdout=subprocess.PIPE).stdout.split("\n")[0]

    def build(self, *command):
        done = subprocess.run([self.options.ckpt, *command], text=True,
                              stderr=subprocess.PIPE)
        if done.returncode or "cannot be checkpointed" in done.stderr:
            raise Refused("(when it is linked) " + done.stderr.strip())

    def words(self, program, *arguments):
        return [program, "-_condor_ckpt", self.image, *self.flags, *arguments]

    def checkpoint(self, leave=False):
        """Returns when the image is complete; without `leave` the job has
        ended."""
        self.job.send_signal(self.periodic if leave else self.vacate)
        wait_until(lambda: self.ended() or last_line("err", ERROR) or
                   leave and os.path.exists(self.image), "checkpoint")
        if last_line("err", ERROR) or self.ended() and (
                leave or self.job.returncode != -signal.SIGUSR2):
            raise Refused(last_line("err", ERROR))

    def restart(self, program, *_, **more):
        with open("status", "w"), open("out", "ab") as out, \
                open("err", "ab") as err:
            self.job = subprocess.Popen(
                [program, "-_condor_restart", self.image, "-_ckpt_status",
                 "status", *self.restart_flags],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                start_new_session=True, **more)
        wait_until(lambda: self.ended() or
                   last_line("status", "state=") == "state=running", "restart")

    def finish(self):
        status, out = super().finish()
        if status == 255:
            raise Refused(last_line("err", ERROR))
        return status, out


class Criu(Tool):
    name = "CRIU"
    image = "images"
    flags = ["--file-locks"]

    @staticmethod
    def there(options):
        return bool(shutil.which(options.criu)) and subprocess.run(
            [options.criu, "check"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL).returncode == 0

    @staticmethod
    def version(options):
        return " ".join(subprocess.run(
            [options.criu, "--version"], text=True,
            stdout=subprocess.PIPE).stdout.split())

    def call(self, verb, *flags, **more):
        log = verb + ".log"
        try:
            done = subprocess.run(
                [self.options.criu, verb, "-D", self.image, "-o", log, *flags],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, timeout=LIMIT, **more)
        except subprocess.TimeoutExpired:
            raise Hangs("criu " + verb) from None
        if done.returncode:
            why = first_error(os.path.join(self.image, log))
            raise Refused(f"criu {verb}: {why or done.returncode}")

    def checkpoint(self, leave=False):
        os.makedirs(self.image, exist_ok=True)
        self.call("dump", "-t", str(self.job.pid), *self.flags,
                  *(["--leave-running"] if leave else []))
        if not leave:
            wait_until(self.ended, "dump")
            reap(self.job)

    def restart(self, _program, *_, **more):
        pid_file = os.path.abspath("pid")
        if os.path.exists(pid_file):
            os.remove(pid_file)
        self.call("restore", "-d", "--pidfile", pid_file, *self.flags,
                  **more)
        with open(pid_file) as file:
            self.job = Foreign(int(file.read()))


def first_error(log):
    """CRIU tells the cause first, and the consequences behind it."""
    if not os.path.exists(log):
        return ""
    with open(log, errors="replace") as file:
        errors = [re.sub(r"^\([0-9. ]+\)", "", line).strip() for line in file
                  if "Error" in line and "RLIMIT_NOFILE" not in line]
    return errors[0] if errors else ""


class Foreign:
    """A process that CRIU has made, and that is ours because of adopt()."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def wait(self):
        wait_until(lambda: self.poll() is not None, "kill")


def adopt():
    """Processes whose parent ends become our children."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap(job):
    """Of what a dump has killed nothing is left that holds its number, but for
    `job`."""
    while True:
        try:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if not found or found.si_pid == job.pid:
            return
        os.waitpid(found.si_pid, 0)


def end_strays():
    """A restore that hangs leaves processes behind, which are ours now."""
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended
        if parent == os.getpid():
            os.kill(int(stat.split("/")[2]), signal.SIGKILL)
    try:
        while os.waitpid(-1, 0):
            pass
    except ChildProcessError:
        pass


PEERS = [Ours, Criu]
