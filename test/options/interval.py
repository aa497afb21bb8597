# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_interval: checkpoints without being asked, one after the other, also
# after a restart, while the program waits in calls that see nothing of it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import time
from signal import SIGTSTP, SIGUSR1
from job import VACATED, Actor, check, equal


def next_image(before):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if os.path.exists("im") and os.stat("im").st_mtime_ns != before:
            return os.stat("im").st_mtime_ns
        time.sleep(0.01)
    check(False, "no checkpoint in 30 s")


actor = Actor()
EACH = "-_ckpt_interval", "1"
began = time.time_ns()
live = actor.live("meet", "say on", flags=EACH).met()
first = next_image(None)
check(first - began > 0.9e9, "too early")
second = next_image(first)
check(second - first > 0.9e9, "intervals pile up", second - first)
live.send(SIGTSTP).end(VACATED)
live = actor.live_restart(*EACH)
third = next_image(os.stat("im").st_mtime_ns)
live.go().end(0, "About to return", never=("Error",))
equal(actor.lines(), ["on", "end"], "log")
# Off: by default, and by 0 after another value.
live = actor.live("meet", flags=EACH + ("-_ckpt_interval", "0")).met()
timers = f"/proc/{live.process.pid}/timers"
if os.path.exists(timers):
    equal(open(timers, encoding="ascii").read(), "", "timers")
live.go().end(0)
# It uses the first signal of its list.
os.remove("im")
live = actor.live("meet", flags=EACH + ("-_ckpt_signals", "TERM,USR1")).met()
next_image(None)
live.go().end(0)
os.remove("im")
for bad in ("-1", "0.5", "1m", "31536001"):
    actor.start(flags=("-_ckpt_interval", bad)).refused(
        f"-_ckpt_interval {bad}: the value must be a whole number from 0 to "
        "31536000")
actor.start(flags=EACH + ("-_ckpt_signals", "TERM,")).refused(
    "-_ckpt_interval needs a signal")
# A refused checkpoint does not end the row.
live = actor.live("open 9 /proc/1/status r", "meet", "close 9", "meet",
                  flags=EACH).met()
while b"no checkpoint was written" not in live.process.stderr.readline():
    pass
live.go().met()
next_image(None)
live.go().end(0)
