# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Plain devices that the program opened.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, write

actor = Actor()
actor.start("open 3 /dev/null rw", "open 4 /dev/zero r", "open 5 /dev/full w",
            "open 6 /dev/urandom r+nonblock", "open 7 /dev/random r",
            "dup 3 8", "state", "vacate", "state", "write 3 gone",
            "read 6 1").vacated()
actor.restart().finished()
state = actor.same_state()
check("fd 8 shares with 3" in state, state)

# A /dev/null of the program's own is not the standard input that it was
# started with, though both are the same device.
second = Actor("im2", "log2")
second.start("open 3 /dev/null rw", "vacate", "state").vacated()
write("input", "text")
with open("input", "rb") as stdin:
    second.restart(stdin=stdin).finished()
check(second.lines()[0].startswith(f"fd 0 {os.path.abspath('input')} "),
      second.lines())
check([x for x in second.lines() if x.startswith("fd 3 /dev/null ")],
      second.lines())
