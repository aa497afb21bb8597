# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_auto: the same arguments start the job and go on with it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import VACATED, Actor, Run, check, equal, program, write

actor = Actor()
STEPS = ["say one", "vacate", "say two", "vacate", "say three"]


def same_arguments(*flags, **more):
    return actor.start(*STEPS, flags=("-_ckpt_auto", *flags), **more)


same_arguments().vacated("Will checkpoint to", "Ckpt exit")
same_arguments().vacated("Will restart from", "About to return to user code")
same_arguments().finished("Will restart from")
equal(actor.lines(), ["one", "two", "three", "end"], "log")
# As HTCondor does it, in another directory each time.
os.remove("im")
write("log")
code = "-_ckpt_exit_code", "85", "-_condor_relocatable"
before = "sandbox0"
os.mkdir(before)
for step, status in enumerate((85, 85, 0)):
    after = f"sandbox{step + 1}"
    actor.image = "im"
    same_arguments(*code, cwd=before).ended(status)
    os.rename(before, after)
    before = after
equal(actor.lines(), ["one", "two", "three", "end"], "log")
# From CKPT_FLAGS, to the program's own name, without a word at the start.
actor.image = os.path.abspath("im")
os.symlink(program("actor"), "job")
write("log")
environment = {**actor.environment(), "CKPT_FLAGS": "-_ckpt_auto"}
quiet = ("Condor:",)
Run(["./job", *STEPS], env=environment).ended(VACATED, never=quiet)
Run(["./job", *STEPS], env=environment).ended(VACATED, never=quiet)
Run(["./job", *STEPS], env=environment).finished(never=quiet)
equal(actor.lines(), ["one", "two", "three", "end"], "log")
# Left over from another run: it goes on from it, and says so.
actor.image = os.path.abspath("im")
os.rename(before + "/im", "im")
write("log")
OTHER = "run with other arguments"
flags = "-_ckpt_auto", "-_condor_relocatable"
actor.start("say else", flags=flags).finished(OTHER)
actor.start(flags=flags).finished(never=(OTHER,))
same_arguments(*flags).finished(never=(OTHER,))
os.remove("im")
# An empty file is none: batch systems want listed files to exist.
write("im")
same_arguments().vacated("Will checkpoint to")
# Whoever says -_condor_restart means it.
os.remove("im")
actor.restart("-_ckpt_auto").refused("there is no such file")
check(not os.path.exists("im"), "an image from nowhere")
