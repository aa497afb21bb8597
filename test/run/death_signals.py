# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ckpt_run dies by the signal that the job died by, and only the job leaves a
# core file.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import glob
import resource
import signal

from job import check, equal, program
from wrapped import run

with open("/proc/sys/kernel/core_pattern", encoding="ascii") as text:
    pattern = text.read().strip()
resource.setrlimit(resource.RLIMIT_CORE,
                   resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
HARMLESS = {signal.SIGCHLD, signal.SIGCONT, signal.SIGSTOP, signal.SIGTSTP,
            signal.SIGTTIN, signal.SIGTTOU, signal.SIGURG, signal.SIGWINCH,
            signal.SIGUSR2}
count = 0
for number in sorted(set(range(1, 65)) - HARMLESS):
    options = ["--checkpoint-exit-code=85"] if number % 2 else []
    done = run(*options, "--", program("servant"), input=f"die {number}\n",
               stdin=None)
    equal(done.returncode, -number, "death")
    check("ckpt_run:" not in done.stderr, done.stderr)
    count += 1
equal(count, 64 - len(HARMLESS), "signals")
if "/" not in pattern and not pattern.startswith("|"):
    for core in glob.glob("core*"):
        with open(core, "rb") as file:
            check(b"ckpt_run\0-" not in file.read(), core, "is of ckpt_run")
