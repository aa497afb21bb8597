# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A script's log that standard output and standard error lead to: what a restart
# says about cutting it stands in it once, and is not cut off in its turn.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write

for mode in ["wb", "ab"]:
    actor = Actor("im." + mode, "log." + mode)
    with open("out", mode) as out:
        out.truncate(0)
        streams = {"stdout": out, "stderr": out}
        actor.start("write 1 saved", "vacate", "write 1 more",
                    **streams).vacated()
        os.write(out.fileno(), b"the script's own line\n")
        actor.restart(**streams).finished()
    text = read("out")
    check(b"\0" not in text, mode, "a hole in the log:", text)
    check(b"the script's own" not in text, mode, text)
    check(text.endswith(b"About to return to user code\nmore"), mode, text)
    equal(text.count(b" was cut from "), 1, mode + ": notices of the cut")
    equal(len(os.listdir(actor.image + ".cut")), 1, mode + ": copies")

# Two files: the second is where the cut of the first is told.
write("out")
write("err")
actor = Actor("im.two", "log.two")
with open("out", "r+b") as out, open("err", "r+b") as err:
    streams = {"stdout": out, "stderr": err}
    actor.start("write 1 saved", "vacate", "write 1 more", "write 2 end",
                **streams).vacated()
    os.write(out.fileno(), b"LOST")
    os.write(err.fileno(), b"LOST TOO\n")
    actor.restart(**streams).finished()
equal(read("out"), b"savedmore", "out")
text = read("err")
check(b"\0" not in text and b"LOST" not in text, "err:", text)
equal(text.count(b" was cut from "), 2, "notices of the two cuts")
check(text.endswith(b"end"), "err:", text)
