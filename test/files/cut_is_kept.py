# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a restart cuts off a file is kept beside the image, under a new name each
# time, readable for the owner only.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import stat
from job import Actor, check, equal, read, write

actor = Actor()
actor.start("open 3 out w+creat", "write 3 saved", "vacate",
            "write 3 more").vacated()
for number, (lost, name) in enumerate([("LOST", "out.1"), ("AGAIN", "out.1.1"),
                                       ("THIRD!", "out.1.2")]):
    write("out", "saved" + lost)
    run = actor.restart().finished(
        f"the file {os.path.abspath('out')} was cut from {5 + len(lost)} to 5",
        f"what was cut is in {actor.image}.cut/{name}")
    equal(read("out"), b"savedmore", "out")
    equal(read(f"im.cut/{name}").decode(), lost, name)
    equal(oct(stat.S_IMODE(os.stat(f"im.cut/{name}").st_mode)), "0o600", name)
check(stat.S_IMODE(os.stat("im.cut").st_mode) == 0o700, "mode of im.cut")
write("out", "saved")
actor.restart().finished(never=["was cut"])
equal(sorted(os.listdir("im.cut")), ["out.1", "out.1.1", "out.1.2"], "im.cut")
# -_condor_nowarn silences the notice; the cut is kept nevertheless.
write("out", "saved-silently")
actor.restart("-_condor_nowarn").finished(never=["cut"])
equal(read("im.cut/out.1.3"), b"-silently", "the fourth")
