# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# After a job has moved, neither ckpt_run nor -_ckpt_auto starts a second copy
# where it was: not from an older image, and not from the beginning.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import os
import shutil
import sys

from job import Run, program
from migration import Wrapped, goes_on, request, start_sender

receiver = Wrapped("receiver", "--listen", "127.0.0.1:0")
sender, seen = start_sender()
request(sender, "127.0.0.1", receiver.port()).finished()
sender.wait(0)
goes_on(receiver, seen)


def again(*options):
    return Run([sys.argv[2], *options, "-f", "im", "--", program("mover")],
               cwd="sender")


for older in (False, True):
    if older:
        shutil.copy("sender/im.migrated", "sender/im.1")
    again().ended(116, "the job has moved to another machine", "im.migrated")
    Run([program("mover"), "-_condor_ckpt", "im", "-_ckpt_auto"],
        cwd="sender").refused("the job has moved to another machine",
                              "im.migrated")
again("--fresh").finished()
os.rename("sender/im.migrated", "sender/im")
again().finished()
