# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Descriptors made by dup() share their offset and flags after a restart too;
# those of files opened twice do not.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import Actor, check, equal, write

write("in", "0123456789")
actor = Actor()
state, _ = actor.survives(
    "open 3 in r", "dup 3 20", "dup 20 5 cloexec", "open 4 in r",
    "open 6 out w+creat", "open 7 out w", "dup 7 9", "read 20 3")
shares = [line for line in state if "shares" in line]
check({"fd 5 shares with 3", "fd 20 shares with 3", "fd 20 shares with 5",
       "fd 9 shares with 7"} <= set(shares), shares)
check("fd 4 shares with 3" not in shares, shares)
check("fd 7 shares with 6" not in shares, shares)

second = Actor("im2", "log2")
second.start("open 3 in r", "dup 3 20", "open 4 in r", "vacate", "read 20 3",
             "read 3 2", "read 4 1", "read 20 1").vacated()
second.restart().finished()
equal(second.lines(),
      ["read 20: 012", "read 3: 34", "read 4: 0", "read 20: 5", "end"],
      "reads through shared offsets")
