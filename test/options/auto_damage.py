# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_auto and a damaged image: wherever a bit is wrong or the file is cut,
# it is kept under another name and the job begins; with an older whole one it
# goes on from that.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from image import Image, flipped
from job import Actor, check, equal, read, write

actor = Actor()
STEPS = ["say one", "periodic", "say two", "periodic", "say three"]


def start(*flags):
    write("log")
    return actor.start(*STEPS, flags=("-_ckpt_auto", *flags))


start("-_ckpt_keep", "2").finished()
newest, older = read("im"), read("im.1")
image = Image(newest)
runs = list(image.runs())
places = [0, 40, 70, image.data_offset - 1, runs[0][0],
          runs[-1][0] + 4095, len(newest) - 20]
places += [start + size // 2 for start, size in image.notes.values() if size]
damaged = [flipped(newest, at) for at in places]
damaged += [newest[:-1], newest[:4096], newest[:100], newest + b"x", b"text"]
os.remove("im.1")
for number, data in enumerate(damaged):
    write("im", data)
    start().finished("cannot restart from", "im.damaged",
                     "the program starts from its beginning")
    equal(actor.lines(), ["one", "two", "three", "end"], number)
    equal(read("im.damaged"), data, "the damaged file")
    os.remove("im.damaged")
    write("im", data)
    write("im.1", older)
    start().finished("cannot restart from", "going on from the older",
                     "im.damaged", never=("from its beginning",))
    equal(actor.lines(), ["two", "three", "end"], number)
    equal(read("im.damaged"), data, "the damaged file")
    equal(read("im.1"), older, "the older one")
    for name in ("im.damaged", "im.1"):
        os.remove(name)
# What is kept is never replaced.
write("im.damaged", "precious")
write("im", damaged[0])
start().finished("im.damaged.2")
equal(read("im.damaged"), b"precious", "another damaged file")
equal(read("im.damaged.2"), damaged[0], "the damaged file")
# Both are damaged, and one name is missing: a crash may have left a gap.
write("im", damaged[0])
write("im.2", older)
start().finished("going on from the older", "im.2")
equal(actor.lines(), ["two", "three", "end"], "a gap")
os.remove("im.2")
write("im", damaged[0])
write("im.1", damaged[1])
start().finished("im.damaged.4", "im.1.damaged", "from its beginning")
# FILE alone is missing.
os.remove("im")
write("im.1", older)
start().finished("going on from the older")
equal(actor.lines(), ["two", "three", "end"], "no newest one")
check(os.path.exists("im"), "no new image")
