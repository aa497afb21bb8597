# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_rollback off leaves files as they are: for logs that others write too.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write

for name, how, end in [("append", "w+append", b"saved-OTHERS-more"),
                       ("plain", "w", b"savedmoreERS-")]:
    write(name)
    actor = Actor("im." + name, "log." + name)
    actor.start(f"open 3 {name} {how}", "write 3 saved", "vacate",
                "write 3 more").vacated()
    write(name, "saved-OTHERS-")
    actor.restart("-_ckpt_rollback", "off").finished(never=["was cut"])
    equal(read(name), end, name)
    check(not os.path.exists(actor.image + ".cut"), "something was kept")
    # Changed before its end as well: not our business then.
    write(name, "SAVED-OTHERS-")
    actor.restart("-_ckpt_rollback", "off").finished()
    write(name, "saved-OTHERS-")
    actor.restart("-_ckpt_rollback", "on").finished("was cut")
    equal(read(name), b"savedmore", name)
