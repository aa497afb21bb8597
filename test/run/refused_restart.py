# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An image that is whole but of another program: the job refuses it, with its
# own status and its own words, and the image stays.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import glob

from job import Actor, check, equal, program, read
from wrapped import Wrapped, run, vacated_image

Actor("im").start("vacate").vacated()
image = read("im")
job = Wrapped(ready=False).ended(
    255, "Condor: Error: cannot restart from ", "another program",
    never=["ckpt_run:"])
equal(read("im"), image, "the image")
equal(glob.glob("im*"), ["im"], "files")

# The job's own flags may ask for a restart, or name the image.
vacated_image("other", 4)
for flags in (["-_condor_restart", "other"], ["-_condor_ckpt", "other"]):
    job = Wrapped(image=None, ready=False,
                  words=[program("servant"), *flags, "x"])
    job.counted(0, 4)
    job.tell("exit 0")
    job.ended(0)
done = run("--", program("servant"), "-_condor_restart", "gone")
equal(done.returncode, 116, "status")
check("there is no gone" in done.stderr, done.stderr)
