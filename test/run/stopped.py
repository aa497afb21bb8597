# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Stopping and continuing: a job that stops for its terminal stops ckpt_run
# with it, SIGCONT continues both, and a request that SIGCONT took away from a
# stopped job is made again.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from wrapped import Wrapped, hold_pair, stopped, wait_until


def own_group():
    """In one that is not orphaned: else nothing stops for a terminal."""
    hold_pair()
    os.setpgid(0, 0)


def has_pending(pid, number):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("ShdPnd:"):
                return int(line.split()[1], 16) >> number - 1 & 1
    return False


def both(job, letter):
    wait_until(lambda: stopped(job.process.pid) == letter
               and stopped(job.job) == letter, f"both stopped: {letter}")


job = Wrapped(preexec=own_group)
for number in (signal.SIGTTIN, signal.SIGTTOU):
    job.tell(f"raise {int(number)}")
    both(job, True)
    job.send(signal.SIGCONT)
    job.line()
    both(job, False)
job.counted(1, 1)

# Stopped by somebody's SIGSTOP: the request waits, and is not lost, whoever
# continues the job.
for to_job in (True, False):
    os.kill(job.job, signal.SIGSTOP)
    wait_until(lambda: stopped(job.job), "a stop")
    job.send(signal.SIGTERM)
    wait_until(lambda: has_pending(job.job, signal.SIGTSTP), "a request")
    if to_job:
        os.kill(job.job, signal.SIGCONT)
    else:
        job.send(signal.SIGCONT)
    job.vacated()
    job = Wrapped(ready=False, preexec=own_group)
    job.counted(1, 2 if to_job else 3)
