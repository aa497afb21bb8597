# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_exit_code N: the end by a checkpoint is that exit status; the program's
# own end is not.  From every source; the last one counts.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, Run, program

actor = Actor()
for code in ("85", "0", "255"):
    actor.start("vacate", "say on", flags=("-_ckpt_exit_code", code)).ended(
        int(code), "Ckpt exit")
    actor.restart("-_ckpt_exit_code", code).finished(
        "About to return to user code")
# A restart takes it from its own command line.
actor.start("vacate", "vacate", flags=("-_ckpt_exit_code", "85")).ended(85)
actor.restart().vacated()
environment = {**actor.environment(), "CKPT_FLAGS": "-_ckpt_exit_code 3"}
line = [program("actor"), "-_condor_ckpt", "im", "vacate"]
Run(line, env=environment).ended(3)
Run(line + ["-_ckpt_exit_code", "4"], env=environment).ended(4)
for bad in ("256", "-1", "", "0x10", "8 5", "1e1", "9999999999"):
    actor.start("vacate", flags=("-_ckpt_exit_code", bad)).refused(
        f"-_ckpt_exit_code {bad}: the value must be a whole number from 0 to "
        "255")
Run([program("actor"), "-_ckpt_exit_code"]).refused(
    "-_ckpt_exit_code requires an argument")
# A checkpoint that fails ends nothing.
os.mkdir("d")
actor.image = os.path.abspath("d")
actor.start("vacate", "say on", flags=("-_ckpt_exit_code", "85")).finished(
    "no checkpoint was written")
