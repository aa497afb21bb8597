# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Requests and signals of the program's own at random instants, as fast as they
# can be sent: each of the latter ends one wait.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: %ckpt gcc -O2 -I %src/test/Inputs -I %src/runtime/include \
# RUN:   %S/signal_at_each_step.c -o job
# RUN: for call in pause sigsuspend poll nanosleep semop sigtimedwait; do \
# RUN:   %python %s 1500 off $call || exit 1; \
# RUN:   %python %s 60 -_condor_ckpt image $call 2>err || exit 1; done
import os
import random
import select
import signal
import subprocess
import sys

from run_job import before_job

rounds, arguments = int(sys.argv[1]), sys.argv[2:]
seed = int(os.environ.get("JOB_SEED", os.getpid()))
chance = random.Random(seed)
job = subprocess.Popen(["./job", "-_condor_nowarn", *arguments],
                       stdout=subprocess.PIPE, bufsize=0,
                       preexec_fn=before_job)


def requests():
    for _ in range(chance.randrange(4)):
        job.send_signal(signal.SIGUSR2)
        for _ in range(chance.randrange(200)):
            pass


def expect(wanted):
    if not select.select([job.stdout], [], [], 60)[0] or \
            os.read(job.stdout.fileno(), 1) != wanted:
        os.system(f"cat /proc/{job.pid}/syscall")
        job.kill()
        sys.exit(f"{arguments}: no {wanted} (seed {seed})")


def waits():
    with open(f"/proc/{job.pid}/syscall", encoding="ascii") as now:
        return now.read().split()[0] in (
            "34", "65", "128", "130", "220", "230", "271")


# pause and the like lose a signal that comes before them, with or without us.
for _ in range(rounds):
    expect(b"w")
    while not waits():
        pass
    requests()
    job.send_signal(signal.SIGUSR1)
    requests()
    expect(b"e")
job.send_signal(signal.SIGTERM)
sys.exit(job.wait() != 0 and "semop" in arguments)
