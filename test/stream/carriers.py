# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A stream in a file, a pipe, a socket and a FIFO: commands up to end at the
# start, the rest at SIGTSTP; the restart reads another stream of its kind.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write
from stream import CARRIERS, ENABLED, text

for carrier in CARRIERS:
    for held_open in (False, True):
        name = f"{carrier.__name__}-{held_open}"
        write(name + ".in", "0123456789")
        actor = Actor("unused", name + ".log")
        first = text("# the first", "", f"fd 0 {name}.in r",
                     f'fd 1 "{name}.out" w', "end",
                     f"ckpt {name}.im", "exit 7", "exit 8")
        with carrier(first, held_open) as starter:
            run = actor.start("read 0 3", "write 1 before", "vacate",
                              "read 0 3", "write 1 after", **starter)
            run.ended(7, ENABLED, "Ckpt exit", never=["Condor: Error"])
        check(not os.path.exists("unused"), "the image has another name")
        second = text(f"restart {name}.im", "end", "exit 9")
        with carrier(second, held_open) as starter:
            flags = starter.pop("flags")
            actor.image = name + ".im"
            actor.restart(*flags, **starter).finished(
                ENABLED, never=["Condor: Error"])
        equal(actor.lines(), ["read 0: 012", "read 0: 345", "end"], name)
        equal(read(name + ".out"), b"beforeafter", name)
