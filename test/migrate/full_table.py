# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job with a descriptor under every number that it may have moves to another
# side that may have one more, for its command stream; looked up by a name, too.
# REQUIRES: localhost
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import resource
import shutil

from job import check, program
from migration import TOKEN, Side, Wrapped, goes_on, request

NUMBERS = 12
FULL = ["bash", "-c", "for fd in {3..11}; do eval \"exec $fd</dev/null\"; done; "
        "exec \"$@\"", "bash"]


def full_sender(token):
    side = Side.__new__(Side)
    side.start("sender", [*FULL, program("mover"), "-_condor_ckpt", "im", "1"],
               (), token)
    seen = [side.line()] + [side.work(b) for b in (b"a", b"b")]
    resource.prlimit(side.process.pid, resource.RLIMIT_NOFILE,
                     (NUMBERS, NUMBERS))
    return side, seen


for token in (TOKEN, None):
    for host in ("127.0.0.1", "localhost"):
        receiver = Wrapped("receiver", "--listen", "127.0.0.1:0", token=token,
                           before=["prlimit", f"--nofile={NUMBERS + 1}"])
        sender, seen = full_sender(token)
        request(sender, host, receiver.port()).finished(
            "the job has moved and runs there" if token
            else "which cannot confirm it")
        sender.wait(0)
        sender.says("Ckpt exit").has("im.migrated" if token else "im")
        goes_on(receiver, seen, b"ab", b"d")
        for side in ("sender", "receiver"):
            shutil.rmtree(side)
sender, seen = full_sender(TOKEN)
request(sender, "127.0.0.1", 1).ended(112, "nothing listens at that port")
check(sender.work(b"c"), "the job is gone")
sender.finish()
