# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An ordinary user needs nothing special.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import shutil
import signal

from job import equal, program
from wrapped import Wrapped

os.mkdir("home")
os.chown("home", 65534, 65534)
shutil.copy(program("servant"), "home/servant")
for total in (1, 2, 3):
    job = Wrapped(image="home/im", words=["home/servant"], ready=total == 1,
                  user=65534, group=65534, extra_groups=[])
    job.counted(1, total)
    equal(os.stat(f"/proc/{job.job}").st_uid, 65534, "the job's user")
    job.send(signal.SIGTERM).vacated()
equal(os.stat("home/im").st_uid, 65534, "the image's owner")
