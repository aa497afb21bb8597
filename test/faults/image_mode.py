# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Images are readable for their owner only, whatever the umask.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import stat
from job import Actor, equal, write

for mask in (0o022, 0o077, 0, 0o777):
    write("im", "an older file")
    os.chmod("im", 0o666)
    actor = Actor("im", "log")
    actor.start("vacate", preexec_fn=lambda m=mask: os.umask(m)).vacated()
    equal(oct(stat.S_IMODE(os.stat("im").st_mode)), "0o600", f"{mask:o}")
    os.remove("im")
# A temporary file left open to all does not make the image so.
write("im.tmp", "stale")
os.chmod("im.tmp", 0o666)
Actor("im", "log").start("vacate").vacated()
equal(oct(stat.S_IMODE(os.stat("im").st_mode)), "0o600", "stale")
