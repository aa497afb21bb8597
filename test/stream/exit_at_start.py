# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `exit` before `end`: at once, with its status, without main() or a restart.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check
from stream import CARRIERS, text

for carrier in CARRIERS:
    for status in ("0", "85", "0xff", "017"):
        with carrier(text("fd 3 made w", "restart im", "exit " + status,
                          "fd 3 late w", "end"), open=True) as starter:
            run = Actor("im", "log").start("say main", **starter)
            run.ended(int(status.replace("017", "15"), 0),
                      never=["Condor: Error"])
        check(not os.path.exists("log"), "main ran")
        check(os.path.exists("made") and not os.path.exists("late"), "order")
        os.remove("made")
