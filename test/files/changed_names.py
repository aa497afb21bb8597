# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What is new, gone or renamed since the checkpoint, in the working directory and
# where files were open for writing, is told of, and left as it is.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, check, write

TOLD = "is not as it was at the checkpoint"
os.mkdir("results")
for name in ("a", "b", "log", "results/x", "results/y"):
    write(name, name)
actor = Actor()
actor.start("open 3 results/log w+creat", "write 3 saved", "vacate").vacated()
here = os.getcwd()
# Images, hidden files and the standard output are not the job's.
write(".hidden")
write("im.1")
write("im.cut.old")
actor.restart("-_ckpt_status", "status").finished(never=[TOLD])
os.remove("status")
write("new1")
os.rename("a", "z")
os.remove("b")
os.mkdir("results/d")
os.rename("results/x", "results/x2")
for _ in range(2):  # it is told each time, and nothing is changed
    actor.restart().finished(
        f"the directory {here} is not as it was at the checkpoint, and stays "
        "so; new: new1; gone: b; renamed: a to z\n",
        f"the directory {here}/results is not as it was at the checkpoint, and "
        "stays so; new: d; renamed: x to x2\n")
    check(os.path.exists("z") and not os.path.exists("b"), "names were changed")
actor.restart("-_condor_nowarn").finished(never=[TOLD])
for i in range(300):
    write(f"more{i:03}")
actor.restart().finished("and 297 more; gone: ")

# No name ends the line, or drives the terminal.
for i in range(300):
    os.remove(f"more{i:03}")
write("0\nCondor: Error: forged\33[31m")
actor.restart().finished("0?Condor: Error: forged?[31m",
                         never=["\nCondor: Error: "])
os.remove("0\nCondor: Error: forged\33[31m")

# A copy of the directory tells nothing of this job.
os.mkdir("copy")
shutil.copytree("results", "copy/results")
actor.restart("-_condor_relocatable", cwd="copy").finished(never=[TOLD])
