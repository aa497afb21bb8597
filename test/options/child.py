# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program that a job starts and that is itself linked never touches the job's
# image: same program, same name in another directory, same flags linked in.
# RUN: rm -rf %t && mkdir -p %t/a %t/b && cd %t
# RUN: ln %jobs/actor a/job && ln %jobs/writer a/other
# RUN: %ckpt gcc -O1 -static %src/test/jobs/actor.c -Wl,--defsym=other=1 \
# RUN:   -o b/job
# RUN: %ckpt --ckpt-default='-_ckpt_file flags.ckpt -_ckpt_auto' gcc -O1 \
# RUN:   -static %src/test/jobs/actor.c -o a/flags1
# RUN: %ckpt --ckpt-default='-_ckpt_file flags.ckpt -_ckpt_auto' gcc -O1 \
# RUN:   -static %src/test/jobs/actor.c -Wl,--defsym=other=1 -o a/flags2
# RUN: %python %s %t
import os
import sys
from job import VACATED, Live, Run, check, equal, read, snapshot, unchanged

TOP = sys.argv[1]
REFUSED = "which started this one, may have the same checkpoint file"
environment = {**os.environ, "ACTOR_LOG": os.path.join(TOP, "log")}
os.chdir(os.path.join(TOP, "a"))


def child_of(parent, child, image, refused=True):
    """`parent` writes `image`, then `child` asks for its own checkpoint."""
    for name in (image, os.path.join(TOP, "log")):
        if os.path.exists(name):
            os.remove(name)
    # In the background of a shell: not a child of the job's, so that the job
    # can be saved while it runs.
    run = Run([parent, "periodic",
               f"run cp {image} kept; {child} periodic 'say child' 2>said;"
               f"cmp {image} kept", "periodic", "vacate"], env=environment)
    run.ended(VACATED)
    said = read("said").decode()
    check((REFUSED in said) == refused, parent, child, "says", said)
    with open(os.path.join(TOP, "log"), encoding="ascii") as log:
        equal(log.read(), "child\nend\nrun 0\n",
              f"{child} in {parent}")
    Run([parent, "-_condor_restart", image], env=environment).finished()


child_of("./job", "./job", "job.ckpt")
child_of("./job", "../a/job", "job.ckpt")
child_of("./job", "sh -c './job \"$@\"; :' sh", "job.ckpt")
child_of("./job", "../b/job", "job.ckpt")
child_of("./flags1", "./flags1", "flags.ckpt")
child_of("./flags1", "./flags2", "flags.ckpt")
# What has another name, or was given one, is a job of its own.
child_of("./job", "./flags1 -_condor_nowarn -_condor_ckpt own.ckpt",
         "job.ckpt", refused=False)
child_of("./job", "./job -_condor_ckpt own.ckpt", "job.ckpt", refused=False)
child_of("./job", "env CKPT_FLAGS='-_ckpt_file own.ckpt' ./job", "job.ckpt",
         refused=False)
check(os.path.exists("own.ckpt"), "no image of its own")
# A child that is given the job's name is stopped by what lies there.
run = Run(["./job", "-_condor_ckpt", "job.ckpt", "periodic",
           "run ./job -_condor_ckpt job.ckpt periodic 2>said", "vacate"],
          env=environment)
run.ended(VACATED)
check("holds the checkpoint of another process, which is running"
      in read("said").decode(), read("said"))
# The job's temporary file survives a child's start and end.
with open("job.ckpt.tmp", "wb") as half:
    half.write(b"half")
before = snapshot()
live = Live(["./job", "-_condor_ckpt", os.path.join(TOP, "x.ckpt"),
             "run ./job -_condor_nowarn 'say child' </dev/null"], environment)
live.go().end(0)
unchanged(before)
