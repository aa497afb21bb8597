# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Generation after generation, each with a stream of its own, in all link modes,
# as an ordinary user too: the output is that of an uninterrupted run.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt %S/Inputs/sums.c
import os
import subprocess
import sys
from job import Run, equal, other_users_get_here, read, write
from stream import CARRIERS, ENABLED, text

STEPS = 12


def as_nobody():
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)


def generations(job, limits, **more):
    for step in range(STEPS + 1):
        first = "fd 1 out w" if step == 0 else f"restart im.{step}"
        with CARRIERS[step % len(CARRIERS)](
                text(first, "end", f"ckpt im.{step + 1}", "exit 21")) as s:
            run = Run([*limits, job, *s.pop("flags"), "x"], **s, **more)
        run.ended(21 if step < STEPS else 0, ENABLED, never=["Error", "UNSUP"])
        if step:
            os.remove(f"im.{step}")


for mode in ("static", "static-pie", "pie", "no-pie"):
    os.mkdir(mode)
    os.chdir(mode)
    subprocess.run([sys.argv[2], "gcc", "-O2", "-" + mode, sys.argv[3], "-o",
                    "job"], check=True)
    generations("./job", ["prlimit", "--nofile=64:256"])
    equal(read("out").decode(), Run(["./job"], stdout=-1).out, mode)
    os.chdir("..")

if other_users_get_here():
    os.mkdir("nobody")
    os.chmod("nobody", 0o777)
    os.chdir("nobody")
    write("commands")
    os.mkfifo("fifo")
    for name in ("commands", "fifo"):
        os.chmod(name, 0o666)
    for hard in (64, 256):
        generations("../static/job", ["prlimit", f"--nofile=64:{hard}"],
                    preexec_fn=as_nobody)
        equal(read("out"), read("../static/out"), "ordinary user")
