# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The signals of a restarted job are those of its new flags; what becomes free
# does what the program wanted, and what becomes reserved comes back later.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from signal import SIGUSR1
from job import Actor, equal

USR1 = int(SIGUSR1)
actor = Actor()
# Saved with TSTP,USR2; goes on with USR1,USR2: USR1's handler waits.
actor.start(f"handle {USR1}", "ignore 20", "vacate", f"action {USR1}",
            "raise 20", "action 20", f"raise {USR1}", f"action {USR1}",
            f"raise {USR1}", "action 20", "vacate", "say on").vacated()
FLAGS = "-_ckpt_signals", "USR1,USR2"
actor.restart(*FLAGS).vacated("handles or blocks signal 10 or 12")
# Back to the pair: USR1 is the program's again, TSTP is not.
actor.restart().vacated()
actor.restart().finished()
equal(actor.lines(), ["action 10 handler", "action 20 ignore",
                      "action 10 handler", "got 10", "action 20 ignore", "on",
                      "end"], "log")
