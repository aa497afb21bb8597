# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program that was given no name for its image starts even where it can have
# none, as a plain one does: only its checkpoints fail. A name that was given,
# or that the start needs, must be good.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Run, check, equal, program, read

os.mkdir("there")
there = os.path.abspath("there")
environment = {**os.environ, "ACTOR_LOG": os.path.abspath("log")}
NAMELESS = ("no checkpoint was written: there is no name for its file",
            "The program goes on.")


def enter_removed():
    os.mkdir("gone")
    os.chdir("gone")
    os.rmdir("../gone")


def start(*words, name="actor", where=enter_removed):
    if os.path.exists("log"):
        os.remove("log")
    return Run([name, *words], executable=program("actor"), env=environment,
               preexec_fn=where)


def went_on():
    check(b"after\nend\n" in read("log"), "its log:", read("log"))
    equal(sorted(os.listdir(".") + os.listdir(there)), ["log", "there"],
          "files")


start("say after").finished(never=["Condor"])
went_on()
start("periodic", "say after").finished(*NAMELESS)
went_on()
# A directory that it enters later gives the image no name either.
start("chdir " + there, "periodic", "say after").finished(*NAMELESS)
went_on()
long_name = "n" * 5000
start("say after", name=long_name, where=None).finished(never=["Condor"])
went_on()
start("periodic", "say after", name=long_name, where=None).finished(*NAMELESS)
went_on()
gone = "relative to a working directory that no longer exists"
start("-_condor_ckpt", "im", "say after").refused(gone)
start("-_ckpt_auto", "say after").refused(gone)
start("-_ckpt_auto", "say after", name=long_name, where=None).refused(
    "the program's name is too long")
start("-_condor_ckpt", there + "/im", "chdir " + there, "periodic",
      "say after").finished()
equal(os.listdir(there), ["im"], "files")
