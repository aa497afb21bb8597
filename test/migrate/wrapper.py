# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ckpt_run --migrate sends any running job to a ckpt_run --listen: one started
# by ckpt_run, by a stream, or by nobody; with a token and without.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import shutil
import signal

from job import check, program
from migration import TOKEN, Side, Wrapped, goes_on, request, start_sender


def plain_start(token):
    side = Side.__new__(Side)
    side.start("sender", [program("mover"), "-_condor_ckpt", "im", "1"], (),
               token)
    return side, [side.line()] + [side.work(b) for b in (b"a", b"b")]


def wrapped_start(token):
    side = Wrapped("sender", token=token)
    return side, [side.line()] + [side.work(b) for b in (b"a", b"b")]


for start in (plain_start, wrapped_start, lambda token: start_sender(token=token)):
    for token in (TOKEN, None):
        receiver = Wrapped("receiver", "--listen", "127.0.0.1:0", token=token)
        sender, seen = start(token)
        request(sender, "127.0.0.1", receiver.port()).finished(
            "the job has moved and runs there" if token
            else "which cannot confirm it")
        sender.wait(0)
        sender.says("Ckpt exit").has("im.migrated" if token else "im")
        # The receiver's wrapper passes requests on as any ckpt_run does.
        seen.append(receiver.work(b"c"))
        receiver.send(signal.SIGTERM)
        receiver.wait(-signal.SIGUSR2)
        again = Wrapped("receiver", token=token)
        goes_on(again, seen, b"abc", b"d")
        receiver.has("im")
        for side in ("sender", "receiver"):
            shutil.rmtree(side)
