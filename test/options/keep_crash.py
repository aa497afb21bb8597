# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_keep: the job is killed at every call that changes a name, with hard
# links, without them, and without exchange; F or F.1 is a whole image then, and
# F is always there where the file system has links or exchange.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, Run, check, equal, program, read, write

KEEP = "-_ckpt_keep", "3"
NO_LINKS = "-e", "inject=link:error=EPERM"
NO_EXCHANGE = NO_LINKS + ("-e", "inject=renameat2:error=EINVAL")
actor = Actor("d/im")
os.mkdir("kept")
os.mkdir("d")
actor.start(*["periodic"] * 3, flags=KEEP).finished()
actor.start("vacate", "periodic", flags=KEEP).vacated()
os.rename("d", "kept/d")


def strace(*options):
    """One more checkpoint of the saved job, under strace."""
    shutil.rmtree("d", ignore_errors=True)
    shutil.copytree("kept/d", "d")
    return Run(["strace", "-qq", "-o", "trace", *options, program("actor"),
                "-_condor_restart", actor.image, *KEEP],
               env=actor.environment())


def whole(name):
    if not os.path.exists(name):
        return False
    write("probe", read(name))
    return Actor("probe").restart().status == 0


def calls():
    """The calls that change names, as they were."""
    with open("trace", encoding="utf-8", errors="replace") as trace:
        return [name for name in (line.split("(")[0] for line in trace)
                if name in ("rename", "renameat2", "link", "unlink", "fsync")]


for how, needs_newest in (((), True), (NO_LINKS, True), (NO_EXCHANGE, False)):
    strace(*how).finished(never=("Error",))
    equal(sorted(os.listdir("d")), ["im", "im.1", "im.2"], how)
    equal([read(f"d/im.{n}") for n in (1, 2)],
          [read("kept/d/im"), read("kept/d/im.1")], "older ones")
    check(whole("d/im"), how)
    names = calls()
    check(names.count("rename") >= 2, names)
    for index, name in enumerate(names):
        number = names[:index + 1].count(name)
        kill = ("-e", f"inject={name}:signal=KILL:when={number}")
        # Rules of one call do not add up: where it is made to fail, it is not
        # where the job is killed.
        if any(f"inject={name}:" in word for word in how):
            continue
        run = strace(*how, *kill)
        check(run.status == -9, how, kill, run.status, run.err)
        check(whole("d/im.1") or whole("d/im"), how, kill, os.listdir("d"))
        check(not needs_newest or whole("d/im"), how, kill, os.listdir("d"))
        actor.start("periodic", flags=KEEP).finished(never=("Error",))
        left = [n for n in os.listdir("d") if n.endswith(".tmp")]
        check(not left, how, kill, left)
