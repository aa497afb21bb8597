# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The temporary file: a stale one is removed at the next start, a link under its
# name is not followed, and two jobs with one image name do not mix.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import fcntl
import os
from job import Actor, check, equal, read, write

write("im.tmp", "stale")
actor = Actor()
actor.start("say here").finished()
check(not os.path.exists("im.tmp"), "the stale file is still there")

write("target", "precious")
for aim in ("target", "nowhere", "/dev/null"):
    os.symlink(aim, "im.tmp")
    actor.start("vacate", "say on").finished("no checkpoint was written",
                                             "symbolic link")
    check(os.path.islink("im.tmp") and not os.path.exists("nowhere"), aim)
    os.remove("im.tmp")
equal(read("target"), b"precious", "the link's target")

for make in (os.mkdir, os.mkfifo):
    make("im.tmp")
    actor.start("vacate").finished("no checkpoint was written")
    (os.rmdir if make is os.mkdir else os.remove)("im.tmp")

# The name is a link: the image replaces the link, not what it points to.
os.symlink("target", "im")
actor.start("vacate").vacated()
check(not os.path.islink("im"), "the link is still there")
equal(read("target"), b"precious", "the link's target")

# Another job is writing.
first = read("im")
with open("im.tmp", "wb") as other:
    fcntl.flock(other, fcntl.LOCK_EX)
    other.write(b"the other job's")
    other.flush()
    actor.start("vacate", "say on").finished(
        "another process is writing", "im.tmp", "-_condor_ckpt")
    equal(read("im.tmp"), b"the other job's", "the other's file")
equal(read("im"), first, "the image")
