# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# --signals and -_ckpt_signals: ckpt_run and the job agree on who asks for what;
# a SIGTERM sent to every process is a request where TERM is one of them, and
# else is explained.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check, program
from wrapped import USAGE, Wrapped, default_actions, run, stopped, wait_until


def own_group():
    default_actions()
    os.setpgid(0, 0)


def all_of_them(job, number):
    os.killpg(job.process.pid, number)


BOTH = ["--signals", "TERM+TSTP,USR2"]
job = Wrapped(*BOTH, preexec=own_group)
job.counted(1, 1)
all_of_them(job, signal.SIGTERM)
job.vacated()
job = Wrapped(*BOTH, ready=False)
job.counted(1, 2)
os.kill(job.job, signal.SIGTERM)
job.vacated(never=["ckpt_run:"])

job = Wrapped(ready=False, preexec=own_group)
job.counted(1, 3)
os.kill(job.job, signal.SIGSTOP)
wait_until(lambda: stopped(job.job), "a stop")
job.send(signal.SIGTERM)
os.kill(job.job, signal.SIGTERM)
os.kill(job.job, signal.SIGCONT)
job.process.wait()
if job.process.returncode == -signal.SIGTERM:
    check("ckpt_run: warning: the job was killed by a SIGTERM of its own" in
          job.err(), job.err())
os.unlink("im")

# Others: each does what its list says, and TSTP stops again.
job = Wrapped("--signals=USR1+XCPU,HUP", preexec=own_group)
job.counted(1, 1)
job.send(signal.SIGHUP)
wait_until(lambda: os.path.exists("im"), "a periodic checkpoint")
job.send(signal.SIGTSTP)
wait_until(lambda: stopped(job.job) and stopped(job.process.pid), "a stop")
job.send(signal.SIGCONT)
job.counted(1, 2)
for number, total in ((signal.SIGUSR1, 3), (signal.SIGXCPU, 4),
                      (signal.SIGTERM, 5)):
    job.send(number).vacated()
    job = Wrapped(ready=False, env={
        **os.environ, "CKPT_FLAGS": "-_ckpt_signals USR1+XCPU,HUP"})
    job.counted(1, total)
job.tell("exit 0")
job.ended(0)

# Nothing ends the job with a checkpoint: SIGTERM is the job's own.
Wrapped("--signals", ",USR2", "--fresh").send(signal.SIGTERM).ended(
    -signal.SIGTERM)
for words in (["--signals", ",USR2", "--vacate-every", "1"],
              ["--signals", ",USR2", "--kill-after", "1"],
              ["--signals", "NONE"], ["--signals", "TERM,TERM"]):
    done = run(*words, program("servant"))
    check(done.returncode == USAGE and not done.stdout, done)
