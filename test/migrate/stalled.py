# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Plain listeners that take nothing, or a few bytes now and then, do not hold a
# job up: each block of the image has its time.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import socket
import threading
import time

from job import check
from migration import (QUICK, ask_to_move, listen, port_of, start_sender)


def take_drops(connection, done):
    while not done.wait(0.05):
        connection.recv(16)


server = listen()
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sender, seen = start_sender(token=None, flags=QUICK, arguments=("24",))
for drops in (False, True):
    before = time.monotonic()
    ask_to_move(sender, "127.0.0.1", port_of(server))
    peer = server.accept()[0]
    done = threading.Event()
    thread = threading.Thread(target=take_drops, args=(peer, done))
    if drops:
        thread.start()
    sender.work(b"c")
    done.set()
    if drops:
        thread.join()
    check(time.monotonic() - before < 20, "takes too long")
    check("the other side took nothing within 1 s" in
          sender.err().splitlines()[-1], sender.err())
    peer.close()
sender.finish()
