# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Which working directory a restarted program has: the saved one, whatever iwd
# said; with -_condor_relocatable iwd's.  Names in commands are relative to it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, Run, check, equal, program, write
from stream import pipe, text

here = os.getcwd()
os.makedirs("old")
write("old/in", "0123456789")
with pipe(text("iwd old", "fd 0 in r", "ckpt im", "end")) as starter:
    Actor("unused", "log").start("read 0 2", "vacate", "read 0 2", "state",
                                 **starter).vacated()
shutil.copytree("old", "new")


def run(image, *flags, iwd="new"):
    if os.path.exists("log"):
        os.remove("log")
    with pipe(text(f"iwd {iwd}", f"restart {image}", "end")) as starter:
        words = [program("actor"), *starter.pop("flags"), *flags]
        run = Run(words, env=Actor().environment(), **starter)
        return run, Actor().lines() if os.path.exists("log") else []


def went_on(lines, directory):
    equal(lines[0], "read 0: 23", "the offset")
    check(any(f"fd 0 {directory}/in " in line for line in lines), lines)
    check(any(f"cwd {directory} " in line for line in lines), lines)


ended, lines = run("im")
ended.finished()
went_on(lines, here + "/old")
ended, lines = run("im", "-_condor_relocatable")
ended.finished()
went_on(lines, here + "/new")
shutil.rmtree("old")
ended, lines = run("im")
ended.refused("its working directory", "cannot be entered")
ended, lines = run("im", "-_condor_relocatable")
ended.finished()
went_on(lines, here + "/new")
