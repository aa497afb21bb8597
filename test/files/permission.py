# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file that its owner may not open again, as one created for writing with
# mode 0444: the checkpoint is refused, not the restart.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Run, check, program, read

UID = 65534
image, log = os.path.abspath("im"), os.path.abspath("log")
os.chown(".", UID, UID)
identity = {"user": UID, "group": UID, "extra_groups": []}
for mode, made in [("0444", "w"), ("0222", "r")]:
    with open("data", "w", encoding="ascii"):
        pass
    os.chown("data", UID, UID)
    done = Run([program("actor"), "-_condor_ckpt", image, "open 3 data " + made,
                f"chmod data {mode}", "vacate", "say on"],
               env={**os.environ, "ACTOR_LOG": log}, **identity)
    done.finished("descriptor 3", "permissions")
    check(b"on" in read("log"), "the program did not go on")
    check(not os.path.exists(image), "an image was written")
    os.unlink("data")
