# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job whose image has got another name since its start: once it has moved,
# the older image under the first name begins no second copy; if it does not
# move, that one is where it was.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import signal
from migration import (Side, goes_on, listen, port_of, start_receiver,
                       start_sender)

server = listen()
sender, seen = start_sender()
sender.say("ckpt im", "end")
sender.send(signal.SIGTSTP)
seen.append(sender.work(b"c"))
sender.has("im")


def move(token):
    sender.say("ckpt im2", f"migrate_to 127.0.0.1 {port_of(server)}", "end")
    sender.send(signal.SIGTSTP)
    return start_receiver(server.accept()[0], token=token)


move("another").wait(255)
seen.append(sender.work(b"d"))
sender.says("the job did not migrate: ").has("im", "im2")
receiver = move("a token of this test")
sender.wait(0)
sender.says("the job has moved to").has("im.migrated", "im2.migrated")
again = Side("sender", ["end"], flags=("-_condor_ckpt", "im", "-_ckpt_auto"))
again.wait(255)
again.says("the job has moved to another machine")
goes_on(receiver, seen, b"abcd", b"e")
