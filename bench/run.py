#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What ckpt_compile costs: a program that is linked with the runtime and left
alone, against the plain one, a checkpoint and a restart against dd, and system
calls while descriptors are virtual.

Prints tables; docs/performance.md explains them.  Exit status 1: a bound that
the project promises does not hold.
"""
import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LOOPS = ["cpu", "read", "write", "open_close", "malloc_free", "clock_gettime",
         "getpid"]
CALLS = ["read", "write", "pwrite", "lseek", "getpid"]
WAITS = ["lock", "cond_signal", "cond_timedwait", "create_join", "nanosleep",
         "poll"]
MODES = ["static", "static-pie", "pie", "no-pie"]
INSTRUCTIONS_BOUND = 0.01  # percent
START_BOUND = 500  # microseconds
ROUTED_BOUND = 4  # instructions that a routed call that is left alone costs
VIRTUAL = "-_condor_nowarn -_condor_aggravate_bugs"


def parse_arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--ckpt", default="ckpt_compile",
                   help="the ckpt_compile to measure")
    p.add_argument("--only", default="instructions,waits,calls,start,images,threads,"
                   "routed,virtual", help="parts to run (%(default)s)")
    p.add_argument("--clang", default="clang",
                   help="for the parts routed and virtual (%(default)s)")
    p.add_argument("--modes", default=",".join(MODES), help="%(default)s")
    p.add_argument("--sizes", default="1,64,1024",
                   help="MiB of the images (%(default)s)")
    p.add_argument("--rounds", type=int, default=5,
                   help="of each size (%(default)s)")
    p.add_argument("--starts", type=int, default=500,
                   help="of each program (%(default)s)")
    p.add_argument("--turns", type=int, default=31,
                   help="of each call in the part virtual (%(default)s)")
    p.add_argument("--directory", help="where the images are written")
    return p.parse_args()


def build(ckpt, mode, name):
    """(plain, linked) program."""
    source = os.path.join(HERE, name + ".c")
    flags = ["-O2", "-pthread", "-" + mode]
    plain, linked = f"./{name}-{mode}-plain", f"./{name}-{mode}-linked"
    subprocess.run(["gcc", *flags, source, "-o", plain], check=True)
    subprocess.run([ckpt, "gcc", *flags, source, "-o", linked], check=True)
    return plain, linked


def instructions(program, loop, count):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         program, loop, str(count)],
        stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def measure_instructions(options):
    """Instructions of one turn of each loop."""
    good = True
    print(f"{'mode':12}{'loop':16}{'plain':>12}{'linked':>12}{'more':>10}")
    for mode in options.modes.split(","):
        programs = build(options.ckpt, mode, "loops")
        for loop in LOOPS:
            few, many = 1000, 101000
            plain, linked = (
                (instructions(p, loop, many) - instructions(p, loop, few)) /
                (many - few) for p in programs)
            more = 100 * (linked / plain - 1)
            good = good and abs(more) <= INSTRUCTIONS_BOUND
            print(f"{mode:12}{loop:16}{plain:12.3f}{linked:12.3f}"
                  f"{more:9.4f}%", flush=True)
    return good


def measure_waits(options):
    """The same of what threads do; some of these calls go through a shim."""
    print(f"{'mode':12}{'loop':16}{'plain':>12}{'linked':>12}{'more':>10}")
    for mode in options.modes.split(","):
        programs = build(options.ckpt, mode, "waits")
        for loop in WAITS:
            few, many = 100, 2100
            plain, linked = (
                (instructions(p, loop, many) - instructions(p, loop, few)) /
                (many - few) for p in programs)
            print(f"{mode:12}{loop:16}{plain:12.1f}{linked:12.1f}"
                  f"{linked - plain:10.1f}", flush=True)
    return True


def calls(program, *words):
    """System calls, without what differs from run to run."""
    subprocess.run(["strace", "-e", "signal=none", "-o", "trace", program,
                    *words], check=True)
    with open("trace", encoding="ascii", errors="replace") as file:
        return [re.sub(r"0x[0-9a-f]+|\b\d{3,}\b|(?<=random\()\".*?\"", "N",
                       line.strip())
                for line in file if not line.startswith("+++")]


def behind_start(trace):
    """From main()'s first call on."""
    first = next(i for i, line in enumerate(trace) if "/dev/zero" in line)
    return trace[first:]


def measure_calls(options):
    """Whether the same system calls are made once main() runs, and what the
    start makes in front of it."""
    good = True
    for mode in options.modes.split(","):
        plain, linked = build(options.ckpt, mode, "loops")
        for loop in LOOPS:
            same = (behind_start(calls(plain, loop, "10")) ==
                    behind_start(calls(linked, loop, "10")))
            good = good and same
            print(f"{mode:12}{loop:16}", "same calls" if same else "DIFFERS")
        names = [[line.split("(")[0] for line in calls(p, "cpu", "1")]
                 for p in (plain, linked)]
        extra = {name: names[1].count(name) - names[0].count(name)
                 for name in sorted(set(names[1]))}
        print(f"{mode:12}{'the start adds':16}",
              ", ".join(f"{n} {name}" for name, n in extra.items() if n))
    return good


def start_seconds(program):
    begin = time.perf_counter()
    pid = os.posix_spawn(program, [program], {})
    os.waitpid(pid, 0)
    return time.perf_counter() - begin


def measure_start(options):
    """Start and end of a program that does nothing."""
    good = True
    print(f"{'mode':12}{'plain us':>10}{'linked us':>11}{'more us':>9}"
          f"{'ratio':>8}")
    for mode in options.modes.split(","):
        programs = build(options.ckpt, mode, "nothing")
        times = ([], [])
        for _ in range(options.starts):
            for program, list_ in zip(programs, times):
                list_.append(start_seconds(program))
        plain, linked = (statistics.median(t) * 1e6 for t in times)
        good = good and linked - plain < START_BOUND
        print(f"{mode:12}{plain:10.0f}{linked:11.0f}{linked - plain:9.0f}"
              f"{linked / plain:8.2f}", flush=True)
    return good


def dd(*words):
    os.sync()
    begin = time.perf_counter()
    subprocess.run(["dd", "bs=1M", "status=none", *words], check=True)
    return time.perf_counter() - begin


def one_round(program, size):
    """Seconds: checkpoint, dd, restart, dd that only reads."""
    for name in ("image", "copy"):
        if os.path.exists(name):
            os.remove(name)
    os.sync()
    run = subprocess.run([program, "-_condor_ckpt", "image", str(size)],
                         stderr=subprocess.PIPE, text=True)
    if run.returncode != -signal.SIGUSR2:
        sys.exit(f"no checkpoint: {run.stderr}")
    pause = float(re.search(r"pause (\S+)", run.stderr).group(1))
    written = dd("if=image", "of=copy", "conv=fsync")
    read = dd("if=image", "of=/dev/null")
    begin = time.time()
    run = subprocess.run([program, "-_condor_restart", "image"],
                         stderr=subprocess.PIPE, text=True, check=True)
    back = float(re.search(r"back (\S+)", run.stderr).group(1)) - begin
    return pause, written, back, read


def measure_images(options):
    """A program of so many MiB is stopped for the checkpoint as long as dd
    needs for a synced copy of the image; a restart reads it again."""
    _, program = build(options.ckpt, "pie", "memory")
    print(f"{'MiB':>6}{'pause s':>10}{'dd fsync':>10}{'ratio':>8}"
          f"{'restart s':>11}{'dd read':>10}{'ratio':>8}")
    for size in map(int, options.sizes.split(",")):
        rounds = [one_round(program, size) for _ in range(options.rounds)]
        pause, written, back, read = map(statistics.median, zip(*rounds))
        print(f"{size:6}{pause:10.3f}{written:10.3f}{pause / written:8.2f}"
              f"{back:11.3f}{read:10.3f}{back / read:8.2f}", flush=True)
    return True


def measure_threads(options):
    """How long a periodic checkpoint stops a program, by its threads: every
    other one computes, the rest wait."""
    _, program = build(options.ckpt, "pie", "threads")
    print(f"{'threads':>8}{'pause s':>10}")
    for count in (1, 2, 4, 8, 16, 32, 64):
        pauses = []
        for _ in range(options.rounds):
            run = subprocess.run(
                [program, "-_condor_ckpt", "image", str(count)],
                stderr=subprocess.PIPE, text=True, check=True)
            pauses.append(float(re.search(r"pause (\S+)", run.stderr).group(1)))
        print(f"{count:8}{statistics.median(pauses):10.4f}", flush=True)
    return True


def build_instrumented(options, mode, name):
    """(plain, with the pass), both by clang."""
    source = os.path.join(HERE, name + ".c")
    flags = [options.clang, "-O2", "-pthread", "-" + mode, source, "-o"]
    plain, routed = f"./{name}-{mode}-clang", f"./{name}-{mode}-routed"
    subprocess.run([*flags, plain], check=True)
    subprocess.run([options.ckpt, "--ckpt-instrument", *flags, routed],
                   check=True)
    return plain, routed


def measure_routed(options):
    """Instructions of one turn of each loop, plain and routed by the LLVM pass,
    left alone."""
    good = True
    print(f"{'mode':12}{'loop':16}{'plain':>12}{'routed':>12}{'more':>10}")
    for mode in options.modes.split(","):
        programs = build_instrumented(options, mode, "loops")
        for loop in LOOPS:
            few, many = 1000, 11000
            plain, routed = (
                (instructions(p, loop, many) - instructions(p, loop, few)) /
                (many - few) for p in programs)
            calls = 2 if loop == "open_close" else 1
            good = good and routed - plain <= calls * ROUTED_BOUND
            print(f"{mode:12}{loop:16}{plain:12.2f}{routed:12.2f}"
                  f"{routed - plain:10.2f}", flush=True)
    return good


def nanoseconds(program, call, how, flags=None):
    """None: the kernel cannot."""
    run = subprocess.run([program, call, how], stdout=subprocess.PIPE,
                         text=True,
                         env=dict(os.environ, CKPT_FLAGS=flags or ""))
    if run.returncode not in (0, 3):
        sys.exit(f"{program} {call} {how} ends with {run.returncode}")
    return float(run.stdout) if run.returncode == 0 else None


def measure_virtual(options):
    """Nanoseconds of a call, and its ratio to the plain program's, which takes
    turns with the others: armed, a plain program in which the kernel would
    intercept calls and lets all pass; linked, left alone; the others with virtual
    descriptors."""
    for mode in options.modes.split(","):
        plain, routed = build_instrumented(options, mode, "virtual")
        _, trapped = build(options.ckpt, mode, "virtual")
        ways = {"plain": (plain, "libc"), "armed": (plain, "armed"),
                "linked": (routed, "libc"),
                "pass": (routed, "libc", VIRTUAL),
                "direct": (trapped, "direct", VIRTUAL),
                "trap": (trapped, "libc", VIRTUAL),
                "threads": (plain, "threads"),
                "pass, threads": (routed, "threads", VIRTUAL)}
        print(f"{mode:10}" + "".join(f"{way:>15}" for way in ways))
        for call in CALLS:
            times = {way: [] for way in ways}
            for _ in range(options.turns):
                for way, (program, *how) in ways.items():
                    times[way].append(nanoseconds(program, call, *how))
            print(f"{call:10}" + "".join(
                f"{cell(times, way):>15}" for way in ways), flush=True)
    return True


def cell(times, way):
    """The median, and that of the ratios to what is plain of the same turn."""
    if None in times[way]:
        return "-"
    plain = times["threads" if "threads" in way else "plain"]
    ratio = statistics.median(a / b for a, b in zip(times[way], plain))
    return f"{statistics.median(times[way]):.0f} ({ratio:.2f})"


def main():
    options = parse_arguments()
    found = shutil.which(options.ckpt)
    if not found:
        sys.exit(f"{options.ckpt} is not there; build it, and name it with "
                 "--ckpt")
    options.ckpt = os.path.abspath(found)
    parts = {"instructions": measure_instructions, "calls": measure_calls,
             "start": measure_start, "images": measure_images,
             "waits": measure_waits, "threads": measure_threads,
             "routed": measure_routed, "virtual": measure_virtual}
    good = True
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        os.chdir(directory)
        for name in options.only.split(","):
            if name not in parts:
                sys.exit(f"there is no part {name}: {', '.join(parts)}")
            print(f"\n{name}: {' '.join(parts[name].__doc__.split())}")
            good = parts[name](options) and good
        os.chdir("/")
    sys.exit(0 if good else 1)


main()
