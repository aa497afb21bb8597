# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The token is nowhere but in the work area, as a key: not in the environment,
# not in memory, not in an image; a restart has that of its new process.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import hashlib
import hmac
import signal

from job import check, read
from migration import (ask_to_move, goes_on, listen, port_of, start_receiver,
                       start_sender)

TOKEN = "a secret that is long enough to be found anywhere"
KEY = hmac.new(b"ckpt migration key", TOKEN.encode(), hashlib.sha256).digest()


def memory(pid):
    """Everything that can be read, and what is in it of the work area."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            start, end = (int(n, 16) for n in line.split()[0].split("-"))
            if "r" not in line.split()[1] or "[v" in line:
                continue
            mem.seek(start)
            yield mem.read(end - start)


def is_secret(side):
    pid = side.process.pid
    for name in ("environ", "cmdline"):
        check(TOKEN.encode() not in read(f"/proc/{pid}/{name}"), name)
    pages = list(memory(pid))
    check(not any(TOKEN.encode() in page for page in pages), "the token")
    check(sum(page.count(KEY) for page in pages) == 1, "the key")


server = listen()
sender, seen = start_sender(token=TOKEN)
is_secret(sender)
ask_to_move(sender, "127.0.0.1", port_of(server))
receiver = start_receiver(server.accept()[0], token=TOKEN)
sender.wait(0)
seen.append(receiver.work(b"c"))
is_secret(receiver)
for image in ("sender/im.migrated", "receiver/im"):
    check(TOKEN.encode() not in read(image), image)
    check(KEY not in read(image), image)
for side in (sender, receiver):
    check(TOKEN not in side.err(), side.err())
# It moves on with what the receiver was started with.
ask_to_move(receiver, "127.0.0.1", port_of(server))
third = start_receiver(server.accept()[0], name="third", token=TOKEN)
receiver.wait(0)
goes_on(third, seen, b"abc", b"d")
