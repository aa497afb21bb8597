# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_signals: each signal of a list does what the list is for, and no other
# does; death is by SIGUSR2 always.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from signal import SIGHUP, SIGRTMIN, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2
from job import VACATED, Actor, check, read, write

TERM, TSTP, USR1, USR2 = (int(n) for n in (SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2))
actor = Actor()
FLAGS = "-_ckpt_signals", "TERM+RTMIN+1,HUP+USR1"
for number in (SIGTERM, SIGRTMIN + 1):
    actor.live("meet", flags=FLAGS).met().send(number).end(VACATED, "Ckpt exit")
    live = actor.live_restart(*FLAGS).go()
    live.end(0, "About to return")
for number in (SIGHUP, SIGUSR1):
    os.remove("im")
    live = actor.live("meet", flags=FLAGS).met().send(number).go()
    live.end(0, never=("Ckpt exit",))
    check(os.path.exists("im"), number, "wrote nothing")
# What is in no list is the program's.
write("log")
os.remove("im")
actor.start(f"handle {USR2}", f"raise {USR2}", f"action {USR2}",
            f"ignore {TSTP}", f"raise {TSTP}", f"action {TSTP}",
            flags=FLAGS).finished(never=("UNSUP",))
check(actor.lines() == ["got 12", "action 12 handler", "action 20 ignore",
                        "end"], actor.lines())
check(not os.path.exists("im"), "an image without a request")
# Death is by SIGUSR2 even where the program handles that.
actor.live(f"handle {USR2}", "meet", flags=FLAGS).met().send(SIGTERM).end(
    VACATED, "Ckpt exit")
# One list is empty.
actor.live("meet", flags=("-_ckpt_signals", ",TERM")).met().send(SIGTERM).go() \
    .end(0)
actor.live("meet", flags=("-_ckpt_signals", "USR1,")).met().send(SIGUSR1).end(
    VACATED)
# The program's own use of them is remembered and not carried out.
write("log")
actor.start(f"handle {TERM}", f"action {TERM}", f"raise {TERM}", "say on",
            flags=FLAGS).vacated("handles or blocks signal 1 or 10 or 15 or 35")
actor.restart(*FLAGS).finished()
check(actor.lines() == ["action 15 handler", "on", "end"], actor.lines())
check(b"vacate_signals=15+35\nperiodic_signals=1+10\n" in read("im"), "options")
# A forked child has what it would have without us: the program's wish.
write("log")
actor.start(f"forked {TERM}", f"ignore {TERM}", f"forked {TERM}",
            f"handle {TERM}", f"forked {TERM}", f"forked {USR2}",
            flags=FLAGS).finished()
check(actor.lines() == ["child -15", "child 7", "got 15", "child 7",
                        "child -12", "end"], actor.lines())
