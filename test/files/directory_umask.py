# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The working directory and umask come back; a directory that is gone is a
# refusal without -_condor_relocatable.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, unchanged, snapshot

os.mkdir("work")
os.mkdir("other")
actor = Actor()
state, _ = actor.survives("chdir work", "umask 27")
check(state[-1].startswith(f"cwd {os.path.abspath('work')} umask 27 "), state)

elsewhere = Actor("im2", "log2")
elsewhere.start("chdir work", "umask 0", "state", "vacate", "state").vacated()
elsewhere.restart(cwd="other").finished()
elsewhere.same_state()

gone = Actor("im3", "log3")
gone.start("chdir work", "vacate", "state").vacated()
os.rename("work", "moved")
before = snapshot()
gone.restart().refused("working directory", "/work", "-_condor_relocatable")
unchanged(before)
gone.restart("-_condor_relocatable", cwd="other").finished()
check(gone.lines()[-2].startswith(f"cwd {os.path.abspath('other')} "),
      gone.lines())
