# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Real programs, unmodified, from their Debian source package.

A test describes one package: how its own build system builds it, where the
program is, what it does.  run() builds it twice, with CC=gcc and with
CC="ckpt_compile gcc", compares what configure found, runs the package's own
tests on both, on the second also with CKPT_FLAGS, and compares a plain run of
the first with the second under checkpoints at random instants.

    python3 TEST --ckpt CKPT_COMPILE --sources DIRECTORY --work DIRECTORY

With --instrument N the compilers are clang-N and "ckpt_compile
--ckpt-instrument clang-N", and what runs with CKPT_FLAGS or under checkpoints has virtual
descriptors.
"""
import argparse
import filecmp
import glob
import os
import re
import resource
import shutil
import subprocess
import sys
import time

from soak import Failure, Soak

CHECKPOINTS = 40  # asked for; the run may end before
AT_LEAST = 20
LIMIT = 1200  # seconds for each run
NOBODY = 65534
OURS = b"Condor: "  # what the runtime's lines begin with
VIRTUAL = "-_condor_nowarn -_condor_aggravate_bugs"
OFTEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "often.py")


def options():
    p = argparse.ArgumentParser(prog="real_program")
    p.add_argument("--ckpt", required=True)
    p.add_argument("--sources", required=True)
    p.add_argument("--work", required=True)
    p.add_argument("--instrument", metavar="N")
    p.add_argument("--seed", type=int,
                   default=int(os.environ.get("JOB_SEED", time.time_ns()
                                              % 10**9)))
    return p.parse_args()


class Workload:
    def __init__(self, words, files=(), stdin=None, prepare=None, name=None,
                 may_say=None, differs=None, ordinary=False,
                 talks=False):
        """words: {dir} is the build directory; files: compared besides out;
        may_say: what may be on standard error, a refusal for a moment say;
        differs: lines that no two runs have in common; ordinary: root gives all
        its rights up first; talks: standard error has lines of its own."""
        self.words, self.files, self.stdin = words, list(files), stdin
        self.prepare = prepare  # a function of the run directory
        self.may_say, self.talks = may_say, talks
        self.ordinary = ordinary
        self.differs = re.compile(differs) if differs else None
        self.name = name or os.path.basename(words[0])


class Package:
    def __init__(self, name, build, workloads, *, check=None, results=None,
                 configured=(), variants=None, often=(),
                 often_differs=None):
        """build: shell commands in a copy of the source, with CC, CXX and FC
        set; check: the package's own tests; results: what to compare in their
        output, besides the exit status; configured: files that must not depend
        on the compiler's name; variants: name -> value of $VARIANT; often: the
        programs whose own tests run a third time with checkpoints and restarts
        at random instants; often_differs: results that are others then, and
        the exit status with them."""
        self.name, self.build, self.workloads = name, build, workloads
        self.check, self.configured = check, list(configured)
        self.results = results
        self.variants = variants or {"plain": ""}
        self.often, self.often_differs = list(often), often_differs
        self.options = options()
        self.failed = 0

    def say(self, *text):
        print(f"{self.name}:", *text, flush=True)

    def shell(self, command, directory, wrapper, log, variant, flags=None):
        """The exit status.  CC, CXX and FC are what a user would give them."""
        version = self.options.instrument
        cc, cxx = ((f"clang-{version}", f"clang++-{version}") if version
                   else ("gcc", "g++"))
        environment = dict(os.environ, CC=wrapper + cc, CXX=wrapper + cxx,
                           FC=f"{wrapper}gfortran", VARIANT=variant)
        if flags:
            environment["CKPT_FLAGS"] = flags
        with open(log, "ab") as out:
            return subprocess.run(
                ["bash", "-ec", command], cwd=directory, env=environment,
                stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT).returncode

    def make(self, kind, variant):
        """A built copy of the source in its own directory."""
        wrapper = "" if kind == "plain" else self.options.ckpt + " "
        if wrapper and self.options.instrument:
            wrapper += "--ckpt-instrument "
        source = source_of(self.options.sources, self.name)
        directory = os.path.join(self.options.work, variant, kind, "build")
        shutil.copytree(source, directory, symlinks=True)
        log = os.path.join(self.options.work, variant, kind, "log")
        if self.shell(self.build, directory, wrapper, log,
                      self.variants[variant]):
            with open(log, "rb") as text:
                end = text.read()[-3000:].decode(errors="replace")
            raise Failure(f"`{self.build}` failed; the end of {log}:\n{end}")
        return directory, wrapper

    def run(self):
        shutil.rmtree(self.options.work, ignore_errors=True)
        for variant in self.variants:
            try:
                self.one_variant(variant)
            except Failure as failure:
                self.failed += 1
                self.say(f"FAILED ({variant}, seed {self.options.seed}): "
                         f"{failure}")
        sys.exit(1 if self.failed else 0)

    def one_variant(self, variant):
        plain, nothing = self.make("plain", variant)
        ours, wrapper = self.make("ckpt", variant)
        self.compare_configured(plain, ours)
        if self.check:
            wanted = self.own_tests(plain, nothing, variant, None)
            for flags in (None, VIRTUAL if self.options.instrument
                          else "-_condor_nowarn"):
                self.compare_tests(
                    wanted, self.own_tests(ours, wrapper, variant, flags),
                    flags)
            if self.often and not self.options.instrument:
                self.tests_under_checkpoints(wanted, ours, wrapper, variant)
        for work in self.workloads:
            try:
                self.compare(work, variant, plain, ours)
            except Failure as failure:
                self.failed += 1
                self.say(f"FAILED ({variant} {work.name}, seed "
                         f"{self.options.seed}): {failure}")

    def tests_under_checkpoints(self, wanted, ours, wrapper, variant):
        """The programs make way for scripts that start them through often.py."""
        counts = os.path.join(os.path.dirname(ours), "often")
        for name in self.often:
            path = os.path.join(ours, name)
            os.rename(path, path + ".real")
            with open(path, "w", encoding="ascii") as script:
                script.write(f"#!/bin/sh\nexec {sys.executable} {OFTEN} {counts} "
                             f'{path}.real "$0" "$@"\n')
            os.chmod(path, 0o755)
        found = self.own_tests(ours, wrapper, variant, None, "-often")
        for name in self.often:
            os.rename(os.path.join(ours, name + ".real"),
                      os.path.join(ours, name))
        with open(counts, encoding="ascii") as log:
            asked, restarts, refused = map(
                sum, zip(*(map(int, line.split()) for line in log)))
        self.say(f"its own tests under checkpoints: {asked} asked for, "
                 f"{restarts} restarts, {refused} refused")
        if restarts < AT_LEAST:
            raise Failure(f"only {restarts} restarts")
        if self.often_differs:
            wanted, found = (
                (None, [line for line in lines
                        if not re.search(self.often_differs, line)], log)
                for _, lines, log in (wanted, found))
        self.compare_tests(wanted, found, "checkpoints", some=False)

    def own_tests(self, directory, wrapper, variant, flags, kind=""):
        """The exit status and the lines that matter, in no order: several tests
        may run at a time."""
        log = os.path.join(os.path.dirname(directory),
                           "check" + ("-flags" if flags else kind))
        status = self.shell(self.check, directory, wrapper, log,
                            self.variants[variant], flags)
        with open(log, encoding="utf-8", errors="replace") as text:
            found = [re.search(self.results, line) for line in text] \
                if self.results else []
        return status, sorted(match[0] for match in found if match), log

    def compare_tests(self, wanted, found, flags, some=True):
        status, lines, log = found
        self.say(f"its own tests with {flags or 'no flags'}: status {status}, "
                 f"{len(lines)} results")
        if some and self.results and not wanted[1]:
            raise Failure(f"its tests have no results; see {wanted[2]}")
        if (status, lines) != wanted[:2]:
            differ = sorted(set(lines) ^ set(wanted[1]))
            raise Failure(f"its own tests end with status {status} instead of "
                          f"{wanted[0]}, {differ[:20]}; compare {wanted[2]} "
                          f"and {log}")

    def compare_configured(self, plain, ours):
        for pattern in self.configured:
            names = [os.path.relpath(path, plain)
                     for path in glob.glob(os.path.join(plain, pattern))]
            if not names:
                raise Failure(f"there is no {pattern}")
            for name in names:
                first, second = (settings(os.path.join(top, name), top,
                                          self.options.ckpt)
                                 for top in (plain, ours))
                if first != second:
                    raise Failure(f"{name} differs:\n" + "\n".join(
                        sorted(set(first) ^ set(second))))

    def compare(self, work, variant, plain, ours):
        base = os.path.join(self.options.work, variant, "run-" + work.name)
        begin, before = time.monotonic(), processor_time()
        wanted = self.plain_run(work, plain, base + "-plain")
        seconds = time.monotonic() - begin
        worked = processor_time() - before
        directory = prepared(work, base + "-ckpt")
        env = None
        if self.options.instrument:
            env = dict(os.environ, CKPT_FLAGS=VIRTUAL)
            self.say_sites(work.words[0].format(dir=ours))
        soak = Soak([word.format(dir=ours) for word in work.words], directory,
                    worked, seed=self.options.seed, count=CHECKPOINTS,
                    stdin=work.stdin, limit=LIMIT, by_work=True, env=env,
                    wrapper=ordinary_user(directory) if work.ordinary else ())
        status = soak.run()
        self.say(f"{variant} {work.name}: {seconds:.1f} s ({worked:.1f} s of "
                 f"work), {soak.checkpoints} checkpoints ({soak.vacates} "
                 f"vacates), {soak.refusals} refused, status {status}")
        if status != wanted:
            raise Failure(f"status {status} instead of {wanted}: "
                          f"{soak.complaints()[:3]}")
        wrong = [line for line in soak.complaints()
                 if not (work.may_say and work.may_say in line
                         or work.talks and OURS not in line)]
        if wrong:
            raise Failure(f"on stderr: {wrong[:3]}")
        if soak.checkpoints < AT_LEAST:
            raise Failure(f"only {soak.checkpoints} checkpoints")
        for name in ["out", *work.files]:
            if not same_file(os.path.join(base + "-plain", name),
                             os.path.join(directory, name), work.differs):
                raise Failure(f"{name} differs; compare {base}-plain/{name} "
                              f"and {directory}/{name}")

    def say_sites(self, program):
        """How much of what it calls is routed."""
        inspect = os.path.join(os.path.dirname(self.options.ckpt),
                               "ckpt_inspect")
        text = subprocess.run([inspect, "sites", program], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        total, routed = map(int, re.search(r"(\d+) places, (\d+) routed",
                                           text).groups())
        self.say(f"{os.path.basename(program)}: {total} places, "
                 f"{routed} routed")
        if not routed:
            raise Failure("nothing in it is routed")

    def plain_run(self, work, built, directory):
        prepared(work, directory)
        stdin = (os.path.join(directory, work.stdin) if work.stdin
                 else os.devnull)
        with open(os.path.join(directory, "out"), "wb") as out, \
                open(stdin, "rb") as given:
            return subprocess.run(
                [word.format(dir=built) for word in work.words],
                cwd=directory, stdin=given, stdout=out, timeout=LIMIT).returncode


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def same_file(first, second, differs):
    if not differs:
        return filecmp.cmp(first, second, shallow=False)
    kept = []
    for path in (first, second):
        with open(path, encoding="latin-1", newline="\n") as text:
            kept.append([line for line in text if not differs.search(line)])
    return kept[0] == kept[1]


def prepared(work, directory):
    os.makedirs(directory)
    if work.prepare:
        work.prepare(directory)
    return directory


def ordinary_user(directory):
    """What starts a program as nobody, to whom the directory then belongs."""
    if os.geteuid() != 0:
        return []
    for name in ("out", "err"):
        with open(os.path.join(directory, name), "wb"):
            pass
    for name in ["", *os.listdir(directory)]:
        os.chown(os.path.join(directory, name), NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
            "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"]


def source_of(sources, name):
    path = os.path.join(sources, name, "source")
    if not os.path.isdir(path):
        raise Failure(f"the source of {name} is not in {sources}")
    return path


def settings(path, top, ckpt):
    """The lines of a configuration without comments, paths and the wrapper's
    name."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read().replace(os.path.realpath(top), "TOP")
    text = text.replace("--ckpt-instrument ", "").replace(top, "TOP")
    text = text.replace(ckpt + " ", "").replace(ckpt, "")
    text = text.replace(os.path.basename(ckpt) + " ", "")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return [line for line in text.splitlines()
            if not re.match(r"CMAKE_\w+_COMPILER(_ARG1)?:", line)
            and line.strip() and not line.startswith(("#", "//"))
            or line.startswith(("#define", "#undef"))]


def text_file(directory, name, size, seed=1):
    """Words that compress like text; the same for the same seed."""
    import random
    chance = random.Random(seed)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(1, 9)))
             for _ in range(4000)]
    with open(os.path.join(directory, name), "w", encoding="ascii") as out:
        while size > 0:
            line = " ".join(chance.choices(words, k=12)) + "\n"
            size -= len(line)
            out.write(line)


def sequences(directory, name, count, length, letters="ACGT", seed=3):
    """Sequences that descend from each other, in FASTA's form."""
    import random
    chance = random.Random(seed)
    known = ["".join(chance.choices(letters, k=length))]
    while len(known) < count:
        parent = chance.choice(known)
        known.append("".join(chance.choice(letters) if chance.random() < .15
                             else letter for letter in parent))
    with open(os.path.join(directory, name), "w", encoding="ascii") as out:
        for number, text in enumerate(known):
            out.write(f">s{number}\n{text}\n")
