# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# One request at a random instant of a start or a restart, among signals that
# ask for nothing or that take a waiting SIGTSTP away: the job always ends with
# a checkpoint, without being asked again.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import random
import signal
import time

from wrapped import Wrapped, hold_requests

NOISE = [[signal.SIGCONT], [signal.SIGUSR2], [signal.SIGWINCH],
         [signal.SIGSTOP, signal.SIGCONT], [signal.SIGCHLD]]
chance = random.Random(5)
for turn in range(80):
    if turn % 8 == 0 and os.path.exists("im"):
        os.unlink("im")
    request = chance.choice([signal.SIGTERM, signal.SIGTSTP])
    noise = chance.sample(NOISE, chance.randrange(len(NOISE)))
    job = Wrapped(ready=False, preexec=hold_requests)
    time.sleep(chance.uniform(0, 0.02))  # the instant
    # A SIGTSTP that still waits is what SIGCONT takes away from any process.
    first = len(noise) if request == signal.SIGTSTP else 0
    noise.insert(chance.randint(first, len(noise)), [request])
    for numbers in noise:
        for number in numbers:
            job.send(number)
        if chance.randrange(2):
            time.sleep(chance.uniform(0, 0.005))
    job.ended(-signal.SIGUSR2)
