# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a program with ckpt_compile and compares an uninterrupted run with
runs that are checkpointed and restarted: standard output and named files byte
for byte, and the exit status.

    run_job.py --ckpt CKPT_COMPILE [options] SOURCE DIRECTORY

Requests come from the program itself (Inputs/ckpt_test.h: checkpoint(), which
asks for nothing in the uninterrupted run), or from here: with --random N at N
random instants (the seed is printed when something fails), with --blocked N
each time the program waits in one of the system calls --in.
"""
import argparse
import glob
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time

import tracer

VACATE, PERIODIC = signal.SIGTSTP, signal.SIGUSR2
MODES = ["static", "static-pie", "pie", "no-pie"]
HERE = os.path.dirname(os.path.abspath(__file__))


class Failure(Exception):
    pass


class TooFew(Failure):
    """All is well, but the run ended before its requests came."""


def parse_arguments():
    p = argparse.ArgumentParser(prog="run_job")
    p.add_argument("source")
    p.add_argument("directory")
    p.add_argument("--ckpt", required=True)
    p.add_argument("--build", action="append", metavar="COMMAND",
                   help="default: gcc -O2, g++ -O2 for C++")
    p.add_argument("--modes", default=",".join(MODES))
    p.add_argument("--requests", default="vacate,periodic",
                   help="kinds that are tried")
    p.add_argument("--random", type=int, metavar="N", default=0)
    p.add_argument("--storm", type=float, metavar="SECONDS",
                   help="--random's requests as often as this")
    p.add_argument("--ask-again", action="store_true",
                   help="a vacate of --random may be refused at that instant: "
                   "another request comes if it was not taken")
    p.add_argument("--at-least", type=int, default=1, metavar="N",
                   help="checkpoints that must have happened")
    p.add_argument("--seed", type=int)
    p.add_argument("--files", default="", help="names to compare")
    p.add_argument("--args", action="append",
                   help="given again: all is done once more with these")
    p.add_argument("--blocked", type=int, metavar="N", default=0)
    p.add_argument("--in", dest="calls", default="", metavar="NUMBERS")
    p.add_argument("--release", choices=["signal", "input", "together"],
                   help="what ends the last wait: SIGUSR1, a byte on stdin, "
                   "a signal at the same moment as a request")
    p.add_argument("--together-with", action="append", metavar="NUMBER",
                   type=int, help="that signal, which is also the program's "
                   "last argument; given again: all is done once more with it")
    p.add_argument("--env", action="append", default=[])
    p.add_argument("--prefix", default="",
                   help="in front of every start, e.g. setarch -R")
    p.add_argument("--restart-prefix", help="the same for restarts")
    p.add_argument("--restart-flags", default="")
    p.add_argument("--status", type=int, default=0,
                   help="negative: dies by that signal")
    p.add_argument("--stderr", choices=["empty", "any", "full", "broken"],
                   default="empty",
                   help="what must be there; or a pipe that is full, or has "
                   "no reader")
    p.add_argument("--library", help="source of lib.so in the run directory")
    p.add_argument("--move", action="store_true",
                   help="rename the run directory before each restart")
    p.add_argument("--link-library", action="store_true")
    p.add_argument("--uid", type=int)
    p.add_argument("--between", metavar="COMMAND",
                   help="in the run directory before each restart")
    p.add_argument("--limit", type=float, default=30, metavar="SECONDS",
                   help="for each start")
    return p.parse_args()


def before_job():
    """The runtime unblocks the pair once it is armed: a request that comes
    before waits instead of killing.  In an orphaned process group, as that of a
    script in the background may be, SIGTSTP would stop nothing."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {VACATE, PERIODIC})


def show_hung(pid):
    for name in ("status", "syscall", "wchan"):
        try:
            with open(f"/proc/{pid}/{name}", encoding="ascii",
                      errors="replace") as text:
                print(f"--- {name}\n{text.read()}")
        except OSError as error:
            print(error)


def name_of(status):
    return (signal.Signals(-status).name if status < 0
            else f"exit status {status}")


class Run:
    """One run of a built program in a directory of its own, with any number
    of restarts."""

    def __init__(self, options, arguments, program, directory, request):
        self.options = options
        self.arguments = arguments
        self.program = program
        self.directory = directory
        self.request = request
        self.environment = dict(os.environ)
        for pair in options.env:
            name, value = pair.split("=", 1)
            self.environment[name] = value
        outside = options.random or options.blocked or options.release
        asked = 0 if outside or request is None else int(request)
        self.environment["JOB_SIGNAL"] = str(asked)
        self.stdin, self.input = os.pipe()
        self.again()

    def again(self):
        """In an empty directory."""
        self.checkpoints = 0
        self.ended_early = True
        if os.path.exists(self.directory):
            shutil.rmtree(self.directory)
        os.mkdir(self.directory)
        if self.options.library:
            shutil.copy(os.path.join(os.path.dirname(self.program), "lib.so"),
                        self.directory)
        if self.options.uid is not None:
            os.chown(self.directory, self.options.uid, self.options.uid)

    def start(self, *flags, restart=False):
        options = self.options
        prefix = options.prefix
        if restart and options.restart_prefix is not None:
            prefix = options.restart_prefix
        command = shlex.split(prefix) + [self.program] + list(flags)
        if not restart:
            command += shlex.split(self.arguments)
        out = os.open(os.path.join(self.directory, "out"),
                      os.O_WRONLY | os.O_CREAT, 0o666)
        err = self.standard_error()
        identity = {}
        if options.uid is not None:
            identity = {"user": options.uid, "group": options.uid,
                        "extra_groups": []}
        self.command = command
        process = subprocess.Popen(
            command, cwd=self.directory, env=self.environment,
            stdin=self.stdin, stdout=out, stderr=err,
            preexec_fn=before_job, **identity)
        os.close(out)
        os.close(err)
        return process

    def standard_error(self):
        kind = self.options.stderr
        if kind in ("empty", "any"):
            return os.open(os.path.join(self.directory, "err"),
                           os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        reader, writer = os.pipe()
        if kind == "broken":
            os.close(reader)
            return writer
        self.unread = reader
        os.set_blocking(writer, False)
        for size in (4096, 1):
            try:
                while os.write(writer, b"x" * size):
                    pass
            except BlockingIOError:
                pass
        os.set_blocking(writer, True)
        return writer

    def wait(self, process):
        try:
            return process.wait(self.options.limit)
        except subprocess.TimeoutExpired:
            show_hung(process.pid)
            process.kill()
            process.wait()
            raise Failure("it hangs") from None

    def until(self, event):
        """Waits for a state that nothing announces."""
        end = time.monotonic() + self.options.limit
        while not event():
            if time.monotonic() > end:
                raise Failure("the program does not get to where it is "
                              "awaited")
            time.sleep(0.001)

    def until_blocked(self, process):
        calls = self.options.calls.split(",")

        def there():
            with open(f"/proc/{process.pid}/syscall", encoding="ascii") as now:
                number = now.read().split()[0]
            with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
                state = stat.read().rpartition(")")[2].split()[0]
            if state == "Z":
                raise Failure(f"{name_of(self.wait(process))} before or in "
                              "the call")
            return state == "S" and number in calls

        self.until(there)

    def release(self, process, request=None):
        if not self.options.release:
            return
        self.until_blocked(process)
        if self.options.release == "together":
            self.send_together(process, request)
            return
        if self.options.release == "signal":
            process.send_signal(signal.SIGUSR1)
        else:
            os.write(self.input, b"x")

    def send_together(self, process, request):
        """Stopped, the program finds both at once when it goes on."""
        first, others = tracer.stop(process.pid)
        process.send_signal(int(shlex.split(self.arguments)[-1]))
        if request:
            # So that no other takes it while the first one's wait is over.
            process.send_signal(request)
            tracer.let_go(first)
            self.until(lambda: not tracer.is_pending(process.pid, request))
            tracer.let_go(others)
        else:
            tracer.let_go(others)
            tracer.let_go(first)

    def plain(self):
        begin = time.monotonic()
        process = self.start()
        self.release(process)
        status = self.wait(process)
        if status != self.options.status:
            raise Failure(f"the uninterrupted run: {name_of(status)}")
        self.seconds = time.monotonic() - begin

    def vacated(self, average, chance):
        """Through vacates and restarts to the end."""
        limit = self.options.random
        process = self.start("-_condor_nowarn", "-_condor_ckpt", "image")
        for _ in range(self.options.blocked):
            self.until_blocked(process)
            process.send_signal(VACATE)
            status = self.wait(process)
            if status != -PERIODIC:
                raise Failure(f"{name_of(status)} at the request")
            self.checkpoints += 1
            process = self.restart()
        self.release(process, VACATE)
        while True:
            if limit and self.checkpoints < limit:
                try:
                    process.wait(chance.uniform(0, average))
                except subprocess.TimeoutExpired:
                    process.send_signal(VACATE)
                    if self.options.ask_again:
                        self.until_taken(process, average, chance)
            status = self.wait(process)
            if status != -PERIODIC:
                return status
            self.checkpoints += 1
            process = self.restart()

    def until_taken(self, process, average, chance):
        """Asks again at random instants, unless it hangs."""
        end = time.monotonic() + self.options.limit
        while time.monotonic() < end:
            try:
                process.wait(chance.uniform(0, average))
                return
            except subprocess.TimeoutExpired:
                process.send_signal(VACATE)

    def restart(self):
        if self.options.between:
            subprocess.run(["sh", "-ec", self.options.between],
                           cwd=self.directory, check=True)
        if self.options.move:
            moved = self.directory + "-moved"
            os.rename(self.directory, moved)
            self.directory = moved
        return self.start("-_condor_restart", "image", "-_condor_nowarn",
                          *shlex.split(self.options.restart_flags),
                          restart=True)

    def periodic(self, average, chance):
        """To the end, then once more from the last image."""
        process = self.start("-_condor_nowarn", "-_condor_ckpt", "image")
        self.periodic_requests(process, average, chance)
        for _ in range(self.options.blocked):
            self.until_blocked(process)
            before = self.image()
            process.send_signal(PERIODIC)
            self.until(lambda: self.image() != before)
        self.release(process, PERIODIC)
        status = self.wait(process)
        if self.image():
            # The first may have come after the last look.
            self.checkpoints = max(1, self.checkpoints)
            if not self.options.random:
                self.checkpoints = max(1, self.options.at_least)
            if status == self.options.status:
                process = self.restart()
                if self.options.release != "together":
                    self.release(process)
                status = self.wait(process)
        return status

    def periodic_requests(self, process, average, chance):
        """`checkpoints` counts images; two requests may be served by one."""
        self.ended_early = False
        seen = set()
        requests = 0
        # A storm goes on until enough of it has been served: disks may be slow.
        while (requests < self.options.random or self.options.storm
               and len(seen - {None}) < self.options.at_least):
            requests += 1
            try:
                process.wait(self.options.storm or chance.uniform(0, average))
                self.ended_early = True
                break
            except subprocess.TimeoutExpired:
                process.send_signal(PERIODIC)
                seen.add(self.image())
        self.checkpoints = len(seen - {None})

    def image(self):
        """Which image there is now; the number alone may come again."""
        try:
            status = os.stat(os.path.join(self.directory, "image"))
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def content(self, name):
        try:
            with open(os.path.join(self.directory, name), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def complaints(self):
        """Standard error without the lines that batch scripts look for."""
        lines = (self.content("err") or b"").splitlines()
        return [line for line in lines
                if line not in (b"Ckpt exit", b"About to return to user code")]


def build(options, command, mode, directory):
    """The program's path."""
    os.makedirs(directory)
    program = os.path.join(directory, "job")
    inputs = os.path.join(os.path.dirname(HERE), "Inputs")
    words = shlex.split(command)
    # -ldl and the like must follow the source.
    flags = [w for w in words[1:] if not w.startswith("-l")]
    libraries = [w for w in words[1:] if w.startswith("-l")]
    line = [options.ckpt, words[0], *flags, "-" + mode, "-I", inputs,
            options.source, "-o", program, *libraries]
    if options.link_library:
        line += [os.path.join(directory, "lib.so"), "-Wl,-rpath,$ORIGIN"]
    if options.library:
        subprocess.run([words[0], "-shared", "-fPIC", "-O2", "-I", inputs,
                        options.library, "-o",
                        os.path.join(directory, "lib.so")], check=True)
    result = subprocess.run(line, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        raise Failure(f"{shlex.join(line)}\n{result.stdout}")
    return program


def compare_count(options, run):
    if run.checkpoints < options.at_least:
        raise TooFew(f"{run.checkpoints} checkpoints, wanted "
                     f"{options.at_least}")


def compare(options, run, reference, status):
    if status != options.status:
        raise Failure(f"ended with {name_of(status)}, wanted "
                      f"{name_of(options.status)}")
    for name in ["out"] + [n for n in options.files.split(",") if n]:
        if run.content(name) != reference.content(name):
            raise Failure(f"{name} differs from the uninterrupted run's; "
                          f"compare {reference.directory}/{name} and "
                          f"{run.directory}/{name}")
    if options.stderr == "empty" and run.complaints():
        raise Failure("something was written to standard error")
    left = glob.glob(os.path.join(run.directory, "*.tmp"))
    if left:
        raise Failure(f"{left[0]} was left behind")


def interrupted(run, kind, reference, seed):
    """One run with requests.  How long the plain one took says little on a busy
    machine: where the program was done before the requests came, they come
    sooner in a second run, and so on; where one checkpoint served many of them,
    later."""
    chance = random.Random(seed)
    average = reference.seconds / max(1, run.options.random)
    attempts = 8 if run.options.random else 1
    while True:
        attempts -= 1
        status = (run.vacated if kind == "vacate"
                  else run.periodic)(average, chance)
        compare(run.options, run, reference, status)
        try:
            compare_count(run.options, run)
            return
        except TooFew:
            if not attempts:
                raise
        average *= 0.5 if run.ended_early else 2
        run.again()


def try_arguments(options, arguments, mode, program, seed):
    directory = os.path.dirname(program)
    reference = Run(options, arguments, program,
                    os.path.join(directory, "plain"), None)
    reference.plain()
    for kind in options.requests.split(","):
        run = Run(options, arguments, program,
                  os.path.join(directory, kind),
                  VACATE if kind == "vacate" else PERIODIC)
        try:
            interrupted(run, kind, reference, f"{seed} {mode} {kind}")
        except Failure as failure:
            err = (run.content("err") or b"").decode(errors="replace")
            raise Failure(
                f"{arguments} {kind}, after {run.checkpoints} checkpoints: {failure}\n"
                f"last start: cd {run.directory}; "
                f"JOB_SIGNAL={run.environment['JOB_SIGNAL']} "
                f"{shlex.join(run.command)}\nstderr:\n{err}") from None


def main():
    options = parse_arguments()
    seed = options.seed
    if seed is None:
        seed = int(os.environ.get("JOB_SEED", time.time_ns() % 10**9))
    cplusplus = options.source.endswith(".cpp")
    commands = options.build or ["g++ -O2" if cplusplus else "gcc -O2"]
    shutil.rmtree(options.directory, ignore_errors=True)
    failed = 0
    for number, command in enumerate(commands):
        for mode in options.modes.split(","):
            directory = os.path.join(options.directory, f"{mode}{number}")
            try:
                program = build(options, command, mode, directory)
                for arguments in options.args or [""]:
                    for with_signal in options.together_with or [""]:
                        try_arguments(options, f"{arguments} {with_signal}",
                                      mode, program, seed)
            except Failure as failure:
                failed += 1
                print(f"FAILED: {command} -{mode} (seed {seed}): {failure}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
