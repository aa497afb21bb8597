# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every descriptor has its old number, with holes between them, high ones, and
# 0, 1 and 2 closed; the others of the restarting process are gone.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, write

write("in", "0123456789")
actor = Actor()
state, _ = actor.survives("open 7 in r", "open 250 in r", "dup 7 100",
                          "close 0", "close 1")
equal([line.split()[1] for line in state if " flags=" in line],
      ["2", "7", "100", "250"], "descriptors")

nothing = Actor("im2", "log2")
state, run = nothing.survives("close 0", "close 1", "close 2")
check(not [x for x in state if x.startswith("fd")], state)

data = Actor("im3", "log3")
state, run = data.survives("close 2", "open 2 data w+creat", "write 2 mine",
                           "open 0 in r", "seek 0 5")
equal(open("data").read(), "mine", "a file under number 2 gets no message")

extra = os.open("in", os.O_RDONLY)
os.set_inheritable(extra, True)
less = Actor("im4", "log4")
less.start("state", "vacate", "state").vacated()
less.restart(pass_fds=[extra]).finished()
less.same_state()
