# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a program with a stream says at its start, and what the warning flags
# make of it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Run, equal, program
from stream import command_file, text

LOCAL = ("Condor: Notice: There is no shadow: system calls are served in this "
         "process.")
ENABLED = "Condor: Notice: Remote system calls enabled."
here = os.getcwd()
IMAGE = f"Condor: Notice: Will checkpoint to {here}/im"


def said(commands, *flags):
    with command_file(commands) as starter:
        run = Run([program("actor"), *starter["flags"], *flags, "close 9"],
                  env={**os.environ, "ACTOR_LOG": "log"})
    return run.status, run.err.splitlines()


end = text("ckpt im", "end")
equal(said(end), (99, [ENABLED, LOCAL, IMAGE]), "notices")
equal(said(end, "-_condor_nowarn"), (99, []), "-_condor_nowarn")
equal(said(end, "-_condor_warning", "NOTICE", "OFF"), (99, []), "OFF")
equal(said(end, "-_condor_warning", "ALL", "ONCE"),
      (99, [ENABLED, "Condor: Warning: Further messages of this type "
            "suppressed."]), "ONCE")
wrong = text("foo", "ckpt im", "end")
equal(len(said(wrong, "-_condor_nowarn")[1]), 1, "errors are no notices")

# Flags from the environment alone are silent.
with command_file(end) as starter:
    run = Run([program("actor"), "close 9"], env={
        **os.environ, "ACTOR_LOG": "log",
        "CKPT_FLAGS": " ".join(starter["flags"])})
equal((run.status, run.err), (99, ""), "CKPT_FLAGS")
