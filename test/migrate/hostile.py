# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Peers that send garbage, say nothing, drip, or promise what cannot be: the
# sender goes on within its time limit, the receiver refuses and keeps nothing.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
import struct
import threading
import time

from job import check
from migration import (QUICK, ask_to_move, listen, port_of, start_receiver,
                       start_sender)


def header(kind, size, version=1, zero=0, magic=b"CKMG"):
    return magic + struct.pack("<HHII", kind, version, size, zero)


def drip(connection, data):
    """One byte each 0.1 s: each is progress, all of them are too slow."""
    try:
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)
    except OSError:
        pass


CHALLENGE = header(2, 64) + bytes(64)
HELLO = header(1, 40) + bytes(32)
SLOW = "within 1 s (-_ckpt_migrate_timeout)"
NOT_DUE = "is not due now"
FOREIGN = "is not the protocol of a migration"
ANSWERS = [
    (b"HTTP/1.1 400 Bad Request\r\n\r\n", FOREIGN),
    (b"", SLOW),
    (CHALLENGE, "does not know this side's CKPT_TOKEN"),
    (CHALLENGE[:50], SLOW),
    (header(2, 0xffffffff), NOT_DUE),
    (header(6, 32) + bytes(32), NOT_DUE),
    (header(77, 0), NOT_DUE),
    (header(2, 64, zero=1) + bytes(64), NOT_DUE),
    (header(2, 64, version=2), "speaks version 2 of the protocol"),
    (header(10, 5) + b"n\x1b[2J", "the other side refused: n?[2J"),
    (header(10, 0), NOT_DUE),
    (header(10, 1025), NOT_DUE),
]
server = listen()
sender, seen = start_sender(flags=QUICK)
for count, (answer, text) in enumerate(ANSWERS + [("drip", SLOW)]):
    before = time.monotonic()
    said = sender.err().count("the job did not migrate")
    ask_to_move(sender, "127.0.0.1", port_of(server))
    peer = server.accept()[0]
    if answer == "drip":
        thread = threading.Thread(target=drip, args=(peer, CHALLENGE))
        thread.start()
    else:
        peer.sendall(answer)
    sender.work(b"c")
    check(time.monotonic() - before < 10, text, "takes too long")
    check(sender.err().count("the job did not migrate") == said + 1, answer)
    check(text in sender.err().splitlines()[-1], text, sender.err())
    if answer == "drip":
        thread.join()
    peer.close()
sender.has("im")
sender.finish()

for told, text in (
        (b"GET / HTTP/1.1\r\n\r\n", FOREIGN),
        (b"", SLOW),
        (b"CK", SLOW),
        (HELLO + struct.pack("<Q", 1 << 20), SLOW),
        (HELLO + struct.pack("<Q", 1 << 20) + header(3, 32) + bytes(32),
         "does not know this side's CKPT_TOKEN"),
        (HELLO + struct.pack("<Q", 1 << 62) + header(5, 64) + bytes(64),
         NOT_DUE),
        (header(1, 0x7fffffff), NOT_DUE),
        (header(7, 32) + bytes(32), NOT_DUE),
        ("drip", SLOW)):
    ours, theirs = socket.socketpair()
    receiver = start_receiver(theirs, flags=QUICK)
    if told == "drip":
        drip(ours, HELLO + bytes(8))
    else:
        ours.sendall(told)
    receiver.wait(255)
    receiver.says(text).has()
    os.remove("receiver/err")
    ours.close()
