# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# --setarch starts the job as HTCondor's library wanted it, and all else is the
# same; without it the job has the personality of ckpt_run.
# REQUIRES: setarch
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check, equal, program
from wrapped import Wrapped, run

# ADDR_NO_RANDOMIZE, ADDR_COMPAT_LAYOUT, ADDR_LIMIT_32BIT
# (<linux/personality.h>)
WANTED = 0x0040000 | 0x0200000 | 0x0800000


def personality(pid):
    with open(f"/proc/{pid}/personality", encoding="ascii") as text:
        return int(text.read(), 16)


total = 0
for options, wanted in (([], personality(os.getpid())),
                        (["--setarch"], WANTED), (["--setarch"], WANTED),
                        ([], personality(os.getpid()))):
    job = Wrapped(*options, ready=False)
    total += 1
    job.counted(1, total)
    equal(personality(job.job), wanted, "personality")
    job.send(signal.SIGTERM).vacated()
shown = run("--setarch", "--dry-run", "-f", "im", program("servant"), "a b")
equal(shown.stdout, f"setarch x86_64 -L -B -R {program('servant')} "
      "-_condor_relocatable -_condor_restart im 'a b'\n", "command line")
done = run("--setarch", "-f", "im", program("servant"),
           env={**os.environ, "PATH": "/nowhere"})
equal(done.returncode, 127, "status")
check("cannot run setarch" in done.stderr, done.stderr)
