# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_keep N: F is the newest image, F.1 the one before; N in all, each of
# them can be restarted from.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write

STEPS = [step for n in range(5) for step in ("periodic", f"say after{n}")]


def images():
    return sorted(name for name in os.listdir(".") if name.startswith("im"))


def begins(name):
    """What a restart from this image says first."""
    write("log")
    write("probe", read(name))
    Actor("probe").restart().finished()
    return actor.lines()[0]


actor = Actor()
for keep, names in ((1, ["im"]), (2, ["im", "im.1"]),
                    (3, ["im", "im.1", "im.2"]),
                    (100, ["im", "im.1", "im.2", "im.3", "im.4"])):
    actor.start(*STEPS, flags=("-_ckpt_keep", str(keep))).finished(
        never=("Error",))
    equal(images(), names, f"images of keep {keep}")
    for age, name in enumerate(names):
        equal(begins(name), f"after{4 - age}", name)
    for name in names:
        os.remove(name)
# A gap, as a crash leaves it, is filled before anything is lost.
for name in ("im", "im.1", "im.3"):
    write(name, name)
actor.start("periodic", flags=("-_ckpt_keep", "4")).finished()
equal([read(f"im.{n}") for n in (1, 2, 3)], [b"im", b"im.1", b"im.3"], "gap")
# Two names of one image, as a crash leaves them, take no place.
os.remove("im.1")
os.link("im", "im.1")
newest = read("im")
actor.start("periodic", flags=("-_ckpt_keep", "4")).finished()
equal([read(f"im.{n}") for n in (1, 2, 3)], [newest, b"im.1", b"im.3"], "two")
check(read("im") != newest, "no new image")
# Where they cannot be kept the new one is there nevertheless.
os.remove("im.1")
os.mkdir("im.1")
write("im", "old")
actor.start("periodic", flags=("-_ckpt_keep", "2")).finished(
    "earlier checkpoints could not be kept as", "im.1")
check(read("im")[:4] == b"\x7fELF", "no new image")
check(not os.path.exists("im.1.tmp"), "im.1.tmp is left")
os.rmdir("im.1")
# At a restart the new flags count.
for name in images():
    os.remove(name)
actor.start("vacate", "vacate").vacated()
actor.restart("-_ckpt_keep", "2").vacated()
equal(images(), ["im", "im.1"], "images after a restart")
for bad in ("0", "101", "-1", "two"):
    actor.start(flags=("-_ckpt_keep", bad)).refused(
        f"-_ckpt_keep {bad}: the value must be a whole number from 1 to 100")
