# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file that is not what it was is a refusal that says so, and nothing on disk
# changes, not even the files that could have been cut.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, snapshot, unchanged, write


INPUT = "0123456789" * 1000  # the first page is not the last one


def shorter():
    write("w", "sav")


def other_end():
    write("w", "SAVED and more")


def other_input():
    write("r", INPUT[:-1] + "8")


def other_beginning():
    write("r", "8" + INPUT[1:])


def shorter_input():
    write("r", "01")


def gone():
    os.remove("w")


def directory():
    os.remove("w")
    os.mkdir("w")


def fifo():
    os.remove("w")
    os.mkfifo("w")


def fifo_input():
    os.remove("r")
    os.mkfifo("r")


def device():
    os.remove("w")
    os.symlink("/dev/null", "w")


def dangling():
    os.remove("w")
    os.symlink("nowhere", "w")


def loop():
    os.remove("r")
    os.symlink("r", "r")


for change, name, text in [
        (shorter, "w", "is shorter (3 bytes) than at the checkpoint (5 bytes)"),
        (other_end, "w", "is not the one the job was writing"),
        (other_input, "r", "has another content than at the checkpoint"),
        (other_beginning, "r", "has another content than at the checkpoint"),
        (shorter_input, "r", "is shorter (2 bytes)"),
        (gone, "w", "is gone"), (directory, "w", "is of another kind"),
        (fifo, "w", ""), (fifo_input, "r", "is of another kind"),
        (device, "w", "is of another kind"), (dangling, "w", "is gone"),
        (loop, "r", "cannot be opened")]:
    top = change.__name__
    os.mkdir(top)
    os.chdir(top)
    write("r", INPUT)
    actor = Actor()
    actor.start("open 3 early w+creat", "write 3 early", "open 4 r r",
                "open 5 w w+creat", "write 5 saved", "open 6 late w+creat",
                "vacate").vacated()
    for grown in ("early", "late"):
        write(grown, ("early" if grown == "early" else "") + "grown")
    change()
    before = snapshot()
    actor.restart().refused(f"the file {os.path.abspath(name)} ", text)
    unchanged(before)
    os.chdir("..")
