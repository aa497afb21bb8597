# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# On a terminal: Ctrl-C reaches the job once, Ctrl-Z vacates it, and a terminal
# that goes away ends it, also where ckpt_run alone is told.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import fcntl
import os
import signal
import termios

from job import equal, program
from wrapped import Wrapped, hold_pair


class OnTerminal(Wrapped):
    def __init__(self, *words):
        self.master, self.slave = os.openpty()
        super().__init__(words=[program("servant"), *words],
                         preexec=self.lead)
        os.close(self.slave)

    def lead(self):
        hold_pair()
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)

    def press(self, key):
        os.write(self.master, key)


job = OnTerminal("handle")
for key, number in ((b"\3", signal.SIGINT), (b"\34", signal.SIGQUIT)):
    job.press(key)
    equal(job.line(), f"got {int(number)} 0", "a key")
    os.kill(job.process.pid, signal.SIGUSR1)
    equal(job.line(), "got 10 0", "what comes next")
job.counted(4, 4)
job.press(b"\x1a")
job.vacated("Ckpt exit")
os.close(job.master)
os.unlink("im")

job = OnTerminal()
job.press(b"\3")
job.ended(-signal.SIGINT)
os.close(job.master)
job = OnTerminal()
os.close(job.master)
job.ended(-signal.SIGHUP)
