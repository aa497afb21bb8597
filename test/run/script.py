# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# --script: a script that ends with exec of a linked program, which may change
# the directory first; its flags go through CKPT_FLAGS.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import equal, program, write
from wrapped import USAGE, Wrapped, default_actions, run, wait_until


def pending(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1], 16) for line in status
                    if line.startswith("ShdPnd:"))


write("script", f"""#!/bin/sh
mkdir -p sub && cd sub || exit 9
exec {program("servant")} "$@"
""")
os.chmod("script", 0o755)
for total in (2, 4, 6):
    job = Wrapped("--script", image=None, words=["./script", "x"],
                  ready=total == 2,
                  env={**os.environ, "CKPT_FLAGS": "-_condor_nowarn"})
    job.counted(2, total)
    job.send(signal.SIGTERM).vacated(never=["Notice"])
    equal(os.path.exists("script.ckpt"), True, "the image")
    equal(os.listdir("sub"), [], "files of the job")

# Until the runtime is up the requests are blocked, whatever they were before:
# here a shell takes its time, which they would stop or kill.
write("slow", f"""#!/bin/sh
echo ready $$
read line
exec {program("servant")} "$@"
""")
os.chmod("slow", 0o755)
for number in (signal.SIGTERM, signal.SIGTSTP):
    job = Wrapped("--script", image="im", words=["./slow"],
                  preexec=default_actions)
    for _ in range(2):
        job.send(number)
    wait_until(lambda job=job: pending(job.job) == 1 << signal.SIGTSTP - 1,
               "a request")
    job.tell("go")
    job.vacated()
    os.unlink("im")

shown = run("--script", "--fresh", "--dry-run", "./script", "a b").stdout
equal(shown, f"CKPT_FLAGS='-_condor_ckpt {os.getcwd()}/./script.ckpt' "
      "./script 'a b'\n", "the command line")
equal(run("--script", "-f", "a b", "./script").returncode, USAGE, "a blank")
