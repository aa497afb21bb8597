# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A user who may not have as many threads is told before anything has changed.
# REQUIRES: other-users, root
# RUN: rm -rf %t && mkdir -m 777 %t && cd %t
# RUN: %ckpt gcc -O2 -pthread -I%src/test/Inputs %src/test/threads/many.c -o job
# RUN: %python %s
import os
import resource
import signal
from job import Run, check

NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}


def before():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP, signal.SIGUSR2})
    os.setpgid(0, 0)


def poor():
    resource.setrlimit(resource.RLIMIT_NPROC, (500, 500))


environment = dict(os.environ, JOB_SIGNAL=str(int(signal.SIGTSTP)))
job = os.path.abspath("job")
Run([job, "-_condor_ckpt", "im"], preexec_fn=before, env=environment,
    **NOBODY).vacated()
image = open("im", "rb").read()
Run([job, "-_condor_restart", "im"], preexec_fn=poor, env=environment,
    **NOBODY).refused("1001 threads cannot be created", "ulimit -u")
check(open("im", "rb").read() == image, "the image has changed")
Run([job, "-_condor_restart", "im"], env=environment, **NOBODY).vacated()
Run([job, "-_condor_restart", "im"], env=environment,
    **NOBODY).finished()
