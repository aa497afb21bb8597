# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every signal at random instants, from the first instruction of ckpt_run to
# the end of the job, alone and in bursts; run again until the job is done, it
# leaves what an uninterrupted run leaves.
# RUN: rm -rf %t && mkdir %t && cd %t && \
# RUN:   %ckpt gcc -O2 -I %src/test/Inputs %src/test/Inputs/soak.c -lm -o soak
# RUN: cd %t && %python %s x %ckpt_run
import collections
import ctypes
import os
import random
import signal
import subprocess

from job import check, equal, fail, read
from wrapped import CKPT_RUN, VACATED, hold_requests

STEPS = "15000"
DEADLY = [signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGUSR1,
          signal.SIGALRM, signal.SIGABRT, signal.SIGKILL]
OTHERS = [signal.SIGTERM, signal.SIGTSTP, signal.SIGUSR2, signal.SIGCONT,
          signal.SIGWINCH, signal.SIGSTOP]
KINDS = [signal.SIGTERM, signal.SIGTSTP, signal.SIGUSR2] * 5 + OTHERS + DEADLY


def start():
    # A new start begins with new output, as a shell's > does.
    fresh = not os.path.exists("im") and not os.path.exists("im.1")
    out = os.open("out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC * fresh, 0o644)
    with open("err", "ab") as err:
        process = subprocess.Popen([CKPT_RUN, "-f", "im", "--", "./soak",
                                    "-_condor_nowarn", STEPS], stdout=out,
                                   stderr=err, stdin=subprocess.DEVNULL,
                                   preexec_fn=hold_requests)
    os.close(out)
    return process


def wait_for_orphans():
    """A job whose ckpt_run was killed makes a checkpoint and ends.  Its number
    must be free: the job that goes on may just be sending a signal to it."""
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass


def disturb(process, chance, seen):
    """Signals until it ends; its status."""
    while True:
        try:
            return process.wait(abs(chance.gauss(0, 0.04)))
        except subprocess.TimeoutExpired:
            pass
        for _ in range(chance.choice([1, 1, 2, 4])):
            number = chance.choice(KINDS)
            seen[number] += 1
            process.send_signal(number)
            if number == signal.SIGSTOP:
                process.send_signal(signal.SIGCONT)


def one_job(seed, chance):
    seen, ends = collections.Counter(), collections.Counter()
    for name in ("im", "out", "err", "data"):
        if os.path.exists(name):
            os.unlink(name)
    for starts in range(1, 400):
        # The last ones are left alone: the job must come to its end.
        process = start()
        status = (disturb(process, chance, seen) if starts < 60
                  else process.wait(60))
        ends[status] += 1
        wait_for_orphans()
        if status == 0:
            break
        check(status == VACATED or -status in DEADLY, seed, status, seen,
              read("err").decode()[-2000:])
    else:
        fail(seed, "never ends", seen, ends)
    return read("out"), read("data"), seen, ends


PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
os.environ.pop("CKPT_FLAGS", None)
done = subprocess.run(["./soak", STEPS], stdout=subprocess.PIPE, check=True)
wanted = done.stdout, read("data")
total, vacated = collections.Counter(), 0
for seed in range(12):
    out, data, seen, ends = one_job(seed, random.Random(seed))
    equal(out, wanted[0], f"output, seed {seed}")
    equal(data, wanted[1], f"data, seed {seed}")
    total += seen
    vacated += ends[VACATED]
    if seed >= 2 and vacated >= 30 and set(total) == set(KINDS):
        break
print("signals", dict(total), "vacated", vacated)
check(vacated >= 30 and set(total) == set(KINDS), "too little happened")
