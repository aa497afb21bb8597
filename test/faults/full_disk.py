# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file system that fills up: the job goes on, nothing is left behind, and when
# there is room again the next checkpoint succeeds.
# REQUIRES: mounts
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import subprocess
import sys
from job import Actor, check, equal, read, write

# Again, in a mount namespace of its own.
if len(sys.argv) == 2:
    sys.exit(subprocess.run(["unshare", "-m", sys.executable, *sys.argv,
                             "inside"], check=False).returncode)
os.mkdir("small")
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", "small"],
               check=True)
actor = Actor("small/im", "log")
actor.start("periodic", "vacate", "say on", "vacate").vacated()
first = read("small/im")
for filler in (2200, 3000):
    write("small/filler", bytes(4096))
    with open("small/filler", "wb") as file:
        try:
            file.write(bytes(filler << 10))
        except OSError:
            pass
    actor.restart().finished("no checkpoint was written", "left; make room")
    equal(read("small/im"), first, "the image")
    equal(sorted(os.listdir("small")), ["filler", "im"], "what is there")
os.remove("small/filler")
actor.restart().vacated()
actor.restart().finished()
