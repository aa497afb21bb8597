# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The job starts with the signal mask, actions and descriptors that ckpt_run
# was started with, in its process group and session; no descriptor of
# ckpt_run's own reaches it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import signal

from job import check, equal, program
from wrapped import CKPT_RUN, Wrapped, default_actions


def bit(number):
    return 1 << number - 1


def fields(line):
    return dict(word.split(":", 1) for word in
                line.replace(":\t", ":").split(" ") if ":" in word)


def unusual():
    default_actions()
    for number in (signal.SIGHUP, signal.SIGCHLD, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})


extra = os.open("/dev/null", os.O_RDONLY)
os.dup2(extra, 17)
for ignored, preexec in ((0, default_actions), (1, unusual)):
    job = Wrapped(preexec=preexec, pass_fds=[17])
    state = fields(job.ask("state 0"))
    equal(int(state["SigBlk"], 16), bit(signal.SIGUSR1) * ignored, "mask")
    wanted = (bit(signal.SIGHUP) | bit(signal.SIGCHLD)) * ignored
    equal(int(state["SigIgn"], 16), wanted, "ignored")
    equal(int(state["SigCgt"], 16),
          bit(signal.SIGTSTP) | bit(signal.SIGUSR2), "handled")
    equal(state["fds"], "0,1,2,17,", "descriptors")
    equal(int(state["group"]), os.getpgrp(), "process group")
    equal(int(state["session"]), os.getsid(0), "session")
    # nohup's HUP; a child that nobody waits for must be waited for all the
    # same, and a request comes through an ignored TSTP.
    if ignored:
        job.send(signal.SIGHUP)
        job.counted(1, 1)
    job.send(signal.SIGTSTP).vacated()
    os.unlink("im")

# Closed standard descriptors stay closed.
status = os.system(f"{CKPT_RUN} -- {program('servant')} x <&- >&- 2>&-")
check(os.waitstatus_to_exitcode(status) == 0, status)
