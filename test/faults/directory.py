# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The image's directory may not be written, or is gone.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write

NOBODY = 65534
os.chmod(".", 0o755)
os.mkdir("d")
os.chown("d", NOBODY, NOBODY)
os.mkdir("logs")
os.chmod("logs", 0o777)
who = {"user": NOBODY, "group": NOBODY}
actor = Actor("d/im", "logs/log")
actor.start("vacate", **who).vacated()
first = read("d/im")
os.chmod("d", 0o555)
run = actor.restart(**who).finished()
actor.start("vacate", "say on", **who).finished(
    "no checkpoint was written", "permission denied")
equal(read("d/im"), first, "the image")
# May be entered and written, not read: no fsync of the directory then.
os.chmod("d", 0o333)
actor.start("vacate", **who).vacated()
check(read("d/im") != first, "no new image")
os.rename("d", "e")
actor.start("vacate", "say on", **who).finished(
    "no checkpoint was written", "directory does not exist")
write("d")
actor.start("vacate", "say on", **who).finished("no checkpoint was written")
