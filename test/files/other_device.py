# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A name that led to one device and now leads to another one is refused.
# REQUIRES: root
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import stat
from job import Actor, snapshot, unchanged


def make(minor):
    os.mknod("device", stat.S_IFCHR | 0o666, os.makedev(1, minor))


make(3)  # null
actor = Actor()
actor.start("open 3 device rw", "vacate", "write 3 x").vacated()
actor.restart().finished()
os.remove("device")
make(5)  # zero
before = snapshot()
actor.restart().refused("is of another kind than at the checkpoint")
unchanged(before)
