# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# migrate_to and migrate_from as commands: exit is obeyed once the image is
# sent and not before; without it the program goes on.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
import threading
from job import Actor, Run, check, equal, program, read, write
from stream import command_file, fd_flags, pipe, text


class Receiver:
    """As nc -l PORT > NAME."""

    def __init__(self, name, family=socket.AF_INET, host="127.0.0.1"):
        self.server = socket.socket(family)
        self.server.bind((host, 0))
        self.server.listen()
        self.words = f"{host} {self.server.getsockname()[1]}"
        self.name = name
        self.thread = threading.Thread(target=self.receive)
        self.thread.start()

    def receive(self):
        connection, _ = self.server.accept()
        data = b"".join(iter(lambda: connection.recv(65536), b""))
        write(self.name, data)
        connection.close()

    def join(self):
        self.thread.join()
        self.server.close()


def vacate(*commands):
    if os.path.exists("log"):
        os.remove("log")
    with pipe(text("ckpt im", "end", *commands)) as starter:
        return Actor("unused", "log").start("vacate", "say on", **starter)


def arrive(image, *commands, flags=()):
    """Restarts from bytes on a descriptor."""
    fd = os.open(image, os.O_RDONLY)
    with command_file(text(*commands, f"migrate_from {fd}", "end")) as s:
        run = Run([program("actor"), *s["flags"], *flags], pass_fds=(fd,),
                  env=Actor().environment())
    os.close(fd)
    return run


for host, family in ("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6):
    receiver = Receiver("sent", family, host)
    vacate("migrate_to " + receiver.words, "exit 9").ended(
        9, never=["Condor: Error"])
    receiver.join()
    check(not os.path.exists("log"), "it went on")
    equal(read("sent"), read("im"), "the image bytes")
    arrive("sent", "ckpt new").finished(never=["Condor: Error"])
    equal(Actor().lines(), ["on", "end"], "migrate_from")

receiver = Receiver("sent")
vacate("migrate_to " + receiver.words, "end").finished()
receiver.join()
equal(Actor().lines(), ["on", "end"], "a copy was sent")

free = socket.create_server(("127.0.0.1", 0))
port = free.getsockname()[1]
free.close()
vacate(f"migrate_to 127.0.0.1 {port}", "exit 9").finished(
    "the job did not migrate: ", "It goes on here.")
equal(Actor().lines(), ["on", "end"], "exit is not obeyed")

os.remove("log")
write("sent", read("sent")[:-1])
arrive("sent").ended(255, "Condor: Error: ")
check(not os.path.exists("log"), "from an image that was cut")
with pipe(text("migrate_from 77", "end")) as starter:
    Actor("x", "log").start("say fresh", **starter).ended(
        255, "migrate_from 77: it is not open")
with socket.create_server(("127.0.0.1", 0)) as listens, \
        pipe(text(f"migrate_from {listens.fileno()}", "end")) as starter:
    starter["pass_fds"] += (listens.fileno(),)
    Actor("x", "log").start("say fresh", **starter).ended(
        255, "it is a socket without a connection")
check(not os.path.exists("log"), "main ran")
