# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_auto does not begin anew, and changes nothing, where the image is whole
# and of somebody else, cannot be judged, or cannot be restarted from here.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from signal import SIGUSR2
from image import META, Image
from job import Actor, read, snapshot, unchanged, write

actor = Actor()


def refused(*texts):
    before = snapshot()
    actor.start("say one", flags=("-_ckpt_auto",)).refused(*texts)
    unchanged(before)


actor.start("open 3 in w+creat", "vacate").vacated()
os.remove("in")
refused("the file", "is gone")
write("in")
actor.start("vacate").vacated()
whole = read("im")
# Another program's.
other = Image(whole)
at = whole.index(b"program=build-id:") + len("program=build-id:")
other.data[at] = ord("1") if other.data[at] != ord("1") else ord("2")
write("im", other.reseal())
refused("belongs to another program", "to begin anew, remove it")
# A later version's, and another kind of machine's.
later = Image(whole)
start, _ = later.notes[META]
later.put(start + 24, "I", 99)
write("im", later.reseal())
refused("newer ckpt_compile")
machine = Image(whole)
machine.put(18, "H", 183)
write("im", machine.reseal())
refused("another kind of machine")
# No file at all.
os.remove("im")
os.mkdir("im")
refused("not a regular file")
os.rmdir("im")
# The job that wrote it runs: there must not be two of it.
live = actor.live("meet").met().send(SIGUSR2)
while not os.path.exists("im"):
    pass
refused("the job that wrote it is running", str(live.process.pid))
live.go().end(0)
actor.live(flags=("-_ckpt_auto",)).go().end(0, "Will restart")
