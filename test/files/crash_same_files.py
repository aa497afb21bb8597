# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job that wrote on after a periodic checkpoint and then crashed ends, when
# restarted, with the files of an uninterrupted run, bit for bit.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Run, check, equal, program, read, write

FILES = ("buffered", "log", "raw")


def files(directory):
    return [read(os.path.join(directory, name)) for name in FILES]


def crash(directory, checkpoint, at, before=None):
    os.mkdir(directory)
    if before:
        write(os.path.join(directory, "log"), before)
    write(os.path.join(directory, "crash"))
    Run([program("writer"), "-_condor_ckpt", "im", "5000", checkpoint, at],
        cwd=directory).ended(-9)
    os.remove(os.path.join(directory, "crash"))
    return Run([program("writer"), "-_condor_restart", "im"],
               cwd=directory).finished()


def plain(directory, before=None):
    os.mkdir(directory)
    if before:
        write(os.path.join(directory, "log"), before)
    Run([program("writer"), "5000", "-1", "-1"], cwd=directory).finished()


plain("plain")
for number, (checkpoint, at) in enumerate(
        [("0", "2000"), ("1", "1"), ("700", "701"), ("2500", "4000"),
         ("4998", "4999")]):
    crash(f"run{number}", checkpoint, at)
    equal(files(f"run{number}") == files("plain"), True,
          f"files of {checkpoint}, {at}")

plain("longer", "older lines\n" * 1000)
run = crash("appended", "2500", "4000", "older lines\n" * 1000)
check(files("appended") == files("longer"), "O_APPEND to a file with content")
for name in ("log", "raw"):
    path = os.path.abspath("appended/" + name)
    check(f"the file {path} was cut from " in run.err, run.err)
    check(f"what was cut is in {os.path.abspath('appended/im')}.cut/{name}.1"
          in run.err, run.err)
