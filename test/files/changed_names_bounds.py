# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Where there are too many names, or everybody makes files, none is told of; a
# directory that may not be read is no obstacle.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, write

TOLD = "is not as it was at the checkpoint"
os.mkdir("many")
for i in range(8300):
    os.close(os.open(f"many/{i}", os.O_CREAT | os.O_WRONLY))
os.mkdir("everybodys")
os.chmod("everybodys", 0o1777)
os.mkdir("hidden")
write("log")
actor = Actor()
actor.start("open 3 many/log w+creat", "open 4 everybodys/log w+creat",
            "open 5 hidden/log w+creat", "vacate").vacated()
here = os.getcwd()
for place in ("many/new", "everybodys/new", "hidden/new"):
    write(place)
many = (f"which files in {here}/many are new since the checkpoint is not told: "
        "there were too many")
actor.restart().finished(many, f"{here}/hidden {TOLD}, and stays so; new: new",
                         never=[f"everybodys {TOLD}", f"many {TOLD}"])
os.chmod("hidden", 0o311)
actor.restart().finished(many)
