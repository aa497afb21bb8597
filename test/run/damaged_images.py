# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A damaged image is never used and never deleted: ckpt_run says what is wrong
# with it and restarts from the newest good one behind it; without one the job
# is not started, unless --fresh says so.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import glob
import os
import signal

from job import check, equal, program, read, write
from wrapped import NO_GOOD_IMAGE, Wrapped, run, vacated_image

servant = program("servant")
vacated_image(count=5)
good = read("im")
flipped = bytearray(good)
flipped[len(good) // 2] ^= 1
BAD = {"cut": (good[:-7], "im: "), "short": (b"x", "im: "),
       "text": (b"x" * 9000, "im: "), "no commit record": (
           good[:-64] + bytes(64), "im: "),
       "flipped": (bytes(flipped), "im: the checksum of the page run at 0x")}


def begin():
    for path in glob.glob("im*"):
        os.unlink(path)


def goes_on(job, total, *texts):
    job.counted(0, total)
    job.tell("exit 0")
    job.ended(0, *texts)


for name, (data, text) in BAD.items():
    # Alone: refused, and untouched.
    begin()
    write("im", data)
    done = run("-f", "im", "--", servant)
    equal(done.returncode, NO_GOOD_IMAGE, name)
    check(text in done.stderr and "--fresh" in done.stderr, done.stderr)
    check(not done.stdout and read("im") == data, name, "has changed")
    equal(sorted(glob.glob("im*")), ["im"], name)
    # Behind it a good one, behind a second bad one.
    write("im.1", data)
    write("im.3", good)
    shown = run("--dry-run", "-f", "im", "--", servant, "x").stdout
    equal(shown, f"{servant} -_condor_relocatable -_condor_restart im x\n",
          "the command line")
    equal(sorted(glob.glob("im*")), ["im", "im.1", "im.3"], "a dry run")
    job = Wrapped(ready=False)
    goes_on(job, 5, text, text.replace("im:", "im.1:"),
            "restarting from im.3, the newest good image (generation 1), "
            "which is now im\n",
            "the damaged image im is kept as im.damaged\n",
            "the damaged image im.1 is kept as im.1.damaged\n")
    equal(sorted(glob.glob("im*")), ["im", "im.1.damaged", "im.damaged"], name)
    equal(read("im.damaged"), data, "the damaged image")
    equal(read("im.1.damaged"), data, "the second damaged image")
    # Once more: the name is taken.
    write("im", data[:-1] or b"x")
    write("im.2", good)
    goes_on(Wrapped(ready=False), 5, "is kept as im.damaged.2")
    equal(read("im.damaged"), data, "the damaged image")
    equal(read("im.damaged.2"), data[:-1] or b"x", "the second damaged image")

# What is not there is not damaged; a missing newest one is no fresh start.
begin()
write("im.2", good)
goes_on(Wrapped(ready=False), 5, "restarting from im.2", "which is now im")
equal(sorted(glob.glob("im*")), ["im"], "images")

# An empty file is none, and that is said.
write("im.1", good)
write("im")
goes_on(Wrapped(ready=False), 5, "im is empty: that is no image",
        "restarting from im.1")
write("im")
goes_on(Wrapped(), 0, "im is empty: that is no image")
equal(sorted(glob.glob("im*")), ["im"], "images")

# --fresh leaves a damaged one until the first checkpoint replaces it.
write("im", BAD["cut"][0])
job = Wrapped("--fresh")
job.counted(1, 1)
equal(read("im"), BAD["cut"][0], "the damaged image")
job.send(signal.SIGTERM).vacated(never=["ckpt_run:"])
goes_on(Wrapped(ready=False), 1)

# Neither file nor image.
for make in (os.mkdir, os.mkfifo):
    begin()
    make("im")
    done = run("-f", "im", "--", servant)
    equal(done.returncode, NO_GOOD_IMAGE, make)
    check("not a regular file" in done.stderr, done.stderr)
    (os.rmdir if make is os.mkdir else os.unlink)("im")
