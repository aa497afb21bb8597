# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `restart` with and without a path, beside the flags; where later checkpoints
# go; the new process's stream is the one that is read.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, Run, check, equal, program
from stream import ENABLED, EOF, command_file, pipe, text


def image(name, *actions):
    actor = Actor(name, "log")
    actor.start("vacate", *actions).vacated()
    os.rename(name, "kept")


def run(flags, *commands, end=("end",)):
    shutil.copy("kept", "im")
    for name in ("log", "other"):
        if os.path.exists(name):
            os.remove(name)
    with pipe(text(*commands, *end)) as starter:
        words = [*starter.pop("flags"), *flags]
        return Run([program("actor"), *words, "say fresh"],
                   env=Actor().environment(), **starter)


def log():
    return Actor().lines() if os.path.exists("log") else []


image("im", "say again", "vacate", "say more")
# flags, commands, where the next checkpoint goes
CASES = [([], ["restart im"], "im"),
         (["-_condor_ckpt", "im"], ["restart"], "im"),
         ([], ["ckpt im", "restart"], "im"),
         ([], ["ckpt other", "restart im"], "other"),
         ([], ["restart im", "ckpt other"], "other"),
         ([], ["restart gone", "restart im"], "im"),
         (["-_condor_restart", "im"], [], "im"),
         (["-_condor_restart", "im"], ["ckpt other"], "other"),
         (["-_condor_restart", "gone"], ["restart im"], "im"),
         (["-_condor_ckpt", "other"], ["restart im"], "im")]
for flags, commands, to in CASES:
    restarted = run(flags, *commands)
    restarted.vacated(ENABLED, "Will restart from", "Ckpt exit")
    equal(log(), ["again"], commands)
    generation = {name: os.path.getmtime(name) for name in ("im", "other")
                  if os.path.exists(name)}
    newest = max(generation, key=generation.get)
    equal(newest, to, f"{flags} {commands}: the next checkpoint")
    if "-_condor_restart" not in flags:
        continue
    # With the flag alone the stream's end is still waited for.
    run(flags, *commands, end=()).ended(255, EOF)
    equal(log(), [], "restarted too early")

run([], "restart gone").refused("gone: there is no such file")
run([], "restart commands").refused("commands: there is no such file")
run([], "restart im", "exit 3").ended(3)
equal(log(), [], "exit before end")

# Only the new process's stream is read at its SIGTSTP.
with command_file(text("end", "ckpt a", "exit 1", "exit 11")) as starter:
    Actor("unused", "log").start("vacate", "say x", "vacate", "say y",
                                 **starter).ended(1)
with command_file(text("restart a", "end", "ckpt b", "exit 2")) as starter:
    Run([program("actor"), *starter["flags"]],
        env=Actor().environment()).ended(2)
# A restart without a stream reads none.
with pipe(text("exit 3")) as starter:
    Actor("b", "log").restart(pass_fds=starter["pass_fds"]).finished(
        never=["Remote"])
equal(log(), ["x", "y", "end"], "three generations")
