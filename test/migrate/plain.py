# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Without a token a plain listener gets exactly the image's bytes, and an end;
# the job keeps its image, and goes on unless it is told to exit.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %inspect
import os
import socket
import struct
import sys

from job import Run, check, equal, read, write
from migration import (ask_to_move, goes_on, listen, port_of, start_receiver,
                       start_sender)

UNPROVED = "is not authenticated"


def everything(connection):
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


server = listen()
sender, seen = start_sender(token=None)
# Without exit the job goes on.
ask_to_move(sender, "127.0.0.1", port_of(server), "end")
image = everything(server.accept()[0])
equal(image, read("sender/im"), "what was sent")
write("copy", image)
Run([sys.argv[2], "verify", "copy"]).finished()
seen.append(sender.work(b"c"))
sender.says(UNPROVED, never=["migrated", "has moved"])
# With exit it ends, and its image stays.
ask_to_move(sender, "127.0.0.1", port_of(server), "exit 7")
image = everything(server.accept()[0])
sender.wait(7)
sender.has("im")
equal(image, read("sender/im"), "what was sent")

# A receiver of ours takes those bytes from a socket, and from a pipe.
for pair in (socket.socketpair, os.pipe):
    ends = pair()
    theirs, ours = ends if pair is socket.socketpair else (
        os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb"))
    receiver = start_receiver(theirs, token=None)
    (ours.sendall if pair is socket.socketpair else ours.write)(image)
    ours.close()
    goes_on(receiver, seen, b"abc", b"d")
    receiver.says(UNPROVED, "the job has arrived").has("im")

# One that is cut, or no image at all, is refused and not kept.
for content in (image[:-1], image[:100], b"\x7fELF", b"not an image", b""):
    ours, theirs = socket.socketpair()
    os.remove("receiver/im") if os.path.exists("receiver/im") else None
    receiver = start_receiver(theirs, token=None)
    ours.sendall(content)
    ours.close()
    receiver.wait(255)
    receiver.has()

# A peer that resets the connection has not got it.
sender, seen = start_sender(token=None)
ask_to_move(sender, "127.0.0.1", port_of(server))
peer = server.accept()[0]
peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
peer.close()
sender.waits_until_said("the job did not migrate: ")
goes_on(sender, seen)
