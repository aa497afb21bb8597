# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job goes only to who has its token, and is taken only from who has it: other
# tokens, one-sided ones and a peer that sends every record back are refused.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import threading

from migration import (QUICK, TOKEN, ask_to_move, goes_on, listen, port_of,
                       start_receiver, start_sender)

server = listen()
for here, there, sender_says, receiver_says in (
        (TOKEN, "another", "does not know this side's CKPT_TOKEN",
         "the other side refused: the CKPT_TOKENs of the two sides differ"),
        (TOKEN, None, "the other side refused: the sender has a CKPT_TOKEN and "
         "this side has none", "and this side has none"),
        (None, TOKEN, "the other side refused: this side has a CKPT_TOKEN and "
         "the sender has none", "and the sender has none"),
        (TOKEN, "", "and this side has none", "and this side has none"),
        ("", TOKEN, "and the sender has none", "and the sender has none")):
    sender, seen = start_sender(token=here)
    ask_to_move(sender, "127.0.0.1", port_of(server))
    receiver = start_receiver(server.accept()[0], token=there)
    receiver.wait(255)
    receiver.says(receiver_says).has()
    goes_on(sender, seen)
    sender.says("the job did not migrate: ", sender_says).has("im")
    os.remove("sender/err")
    os.remove("receiver/err")


def echo(connection):
    try:
        while data := connection.recv(1 << 16):
            connection.sendall(data)
    except ConnectionResetError:
        pass


sender, seen = start_sender(flags=QUICK)
ask_to_move(sender, "127.0.0.1", port_of(server))
thread = threading.Thread(target=echo, args=(server.accept()[0],))
thread.start()
goes_on(sender, seen)
sender.says("that is not due now").has("im")
thread.join()
