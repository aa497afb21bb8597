# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An ordinary user who may no longer open a file gets a refusal.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, snapshot, unchanged, write

NOBODY = 65534
os.chmod(".", 0o777)
who = {"user": NOBODY, "group": NOBODY}
write("r", "0123456789")
actor = Actor()
actor.start("open 3 r r", "open 4 w w+creat", "write 4 saved", "vacate",
            "write 4 more", **who).vacated()
write("w", "saved+")
os.chmod("r", 0)
before = snapshot()
actor.restart(**who).refused(f"the file {os.path.abspath('r')} ",
                             "permission denied")
os.chmod("r", 0o644)
os.chmod("w", 0o444)
before = snapshot()
actor.restart(**who).refused(f"the file {os.path.abspath('w')} ",
                             "permission denied")
unchanged(before)
os.chmod("w", 0o666)
actor.restart(**who).finished("was cut from 6 to 5")
os.chmod("im", 0)
actor.restart(**who).refused("cannot be opened")
