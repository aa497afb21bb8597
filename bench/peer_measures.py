# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What tools cost: a program that is left alone, checkpoints and restarts."""
import os
import statistics
import subprocess
import time

import peer_situations
from peer_tools import Tool, last_line

HERE = os.path.dirname(os.path.abspath(__file__))
LOOPS = [("loops", "cpu", 20000000), ("loops", "read", 400000),
         ("loops", "write", 400000), ("loops", "open_close", 100000),
         ("loops", "malloc_free", 4000000),
         ("loops", "clock_gettime", 4000000), ("waits", "create_join", 10000)]


def processor_seconds(program, *words):
    process = subprocess.Popen([program, *words])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program)
    return usage.ru_utime + usage.ru_stime


def idle(options, peers):
    """Processor time of a loop in a program that is left alone, as a ratio to
    the plain one's that ran before it: the median, and the smallest and largest. A
    tool that leaves the program as it is shows the noise."""
    builders = [Tool(options)] + [peer(options) for peer in peers]
    for source in sorted({loop[0] for loop in LOOPS}):
        for tool in builders:
            tool.build("gcc", "-O2", "-pthread",
                       os.path.join(HERE, source + ".c"), "-o",
                       f"{source}-{tool.name}")
    print(f"{'':16}" + "".join(f"{tool.name:>26}" for tool in builders[1:]))
    for source, name, count in LOOPS:
        times = {tool.name: [] for tool in builders}
        for _ in range(options.rounds):
            for tool in builders:
                times[tool.name].append(processor_seconds(
                    f"./{source}-{tool.name}", name, str(count)))
        line = ""
        for tool in builders[1:]:
            ratios = [a / b for a, b in zip(times[tool.name], times["plain"])]
            line += (f"{statistics.median(ratios):12.2f}"
                     f" ({min(ratios):.2f} to {max(ratios):.2f})")
        print(f"{name:16}{line}", flush=True)


def sync(name):
    names = ([os.path.join(name, one) for one in os.listdir(name)]
             if os.path.isdir(name) else []) + [name]
    for one in names:
        handle = os.open(one, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def number_in_err(word):
    return float(last_line("err", word + " ").split()[1])


def periodic(tool, program, size):
    """Seconds until the image is complete, until it is on the disk too, in which
    the program did nothing; MiB of the image."""
    tool.start(program, str(size))
    tool.ready()
    begin = time.perf_counter()
    tool.checkpoint(leave=True)
    complete = time.perf_counter() - begin
    sync(tool.image)
    durable = time.perf_counter() - begin
    kib = subprocess.run(["du", "-s", "-k", tool.image], check=True,
                         stdout=subprocess.PIPE).stdout.split()[0]
    tool.finish()
    return complete, durable, number_in_err("pause"), int(kib) / 1024


def restart(tool, program, size):
    """Seconds until the restarted program does something."""
    tool.start(program, str(size))
    tool.ready()
    tool.checkpoint()
    begin = time.time()
    tool.restart(program)
    status, out = tool.finish()
    if status or not out.endswith(" 0 wrong\n"):
        raise ValueError(f"{tool.name}: {status}, {out}")
    return (number_in_err("back") - begin,)


def one_round(peer, options, size):
    """Two jobs, each in an empty directory."""
    results = ()
    for measure in (periodic, restart):
        tool = peer(options)
        directory = os.path.abspath(measure.__name__)
        subprocess.run(["rm", "-rf", directory], check=True)
        os.mkdir(directory)
        os.chdir(directory)
        try:
            program = peer_situations.build(tool, "memory")
            os.sync()
            results += measure(tool, program, size)
        finally:
            tool.kill()
            os.chdir("..")
    return results


def images(options, peers):
    """A program with so many MiB of random words: seconds until a periodic
    checkpoint is complete, until it is on the disk, in which the program stood
    still; MiB of the image; seconds from a restart to the program's first step.
    Medians; the tools take turns."""
    heads = ("complete", "on disk", "pause", "image MiB", "restart")
    print(f"{'MiB':>6} {'tool':14}" + "".join(f"{h:>11}" for h in heads))
    for size in map(int, options.sizes.split(",")):
        rounds = {peer: [] for peer in peers}
        for _ in range(options.rounds):
            for peer in peers:
                rounds[peer].append(one_round(peer, options, size))
        for peer in peers:
            print(f"{size:6} {peer.name:14}" + "".join(
                f"{statistics.median(figures):11.3f}"
                for figures in zip(*rounds[peer])), flush=True)
