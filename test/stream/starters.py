# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Starters that die, before SIGTSTP or in the middle of a line, one that
# is late, and one that leaves bytes to be read by somebody else.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
import subprocess
import time
from job import Actor, VACATED, check, equal, program
from stream import CARRIERS, ENABLED, fd_flags, in_call, text

CUT = "line %d: it is cut by the end of the stream; it is not executed"
for carrier in CARRIERS:
    for commands, line in [(b"ckpt oth", 2), (b"exit 1", 2), (b"\nend", 3),
                           (b"ckpt other\nexi", 3)]:
        actor = Actor("im", "log")
        with carrier(b"end\n" + commands) as starter:
            actor.start("vacate", **starter).vacated(CUT % line, "Ckpt exit")
        image = "other" if b"other" in commands else "im"
        equal([name for name in ("im", "oth", "other") if os.path.exists(name)],
              [image], commands)
        os.remove(image)

# A connection that is reset, not shut down, holds an unread answer.
ours, theirs = socket.socketpair()
ours.sendall(text("end"))
os.write(theirs.fileno(), b"unread")
ours.close()
actor.start("vacate", **fd_flags(theirs.fileno())).vacated("Ckpt exit")


def late(reader, send):
    """Commands that come when the program already waits for them."""
    job = subprocess.Popen(
        [program("actor"), "-_condor_ckpt", "unused", "-_condor_cmd_fd",
         str(reader), "vacate", "say on", "vacate"], pass_fds=(reader,),
        env=actor.environment(), stderr=subprocess.PIPE)
    while not in_call(job.pid, 7):  # poll(2), before main
        time.sleep(0.001)
    send(b"e")
    send(b"nd\n")
    for commands in (b"ckpt late\nend\n", b"ckpt later\nexit 5\n"):
        while not in_call(job.pid, 7):
            time.sleep(0.001)
        for byte in commands:
            send(bytes([byte]))
    err = job.communicate(timeout=60)[1].decode()
    equal(job.returncode, 5, err)
    check(ENABLED in err and "Condor: Error" not in err, err)
    equal(actor.lines(), ["on"], "goes on")
    os.remove("log")
    for image in ("late", "later"):
        check(os.path.exists(image), image)
        os.remove(image)


reader, writer = os.pipe()
late(reader, lambda data: os.write(writer, data))
ours, theirs = socket.socketpair()
late(theirs.fileno(), ours.sendall)
server = socket.create_server(("127.0.0.1", 0))
ours = socket.create_connection(server.getsockname())
theirs, _ = server.accept()
late(theirs.fileno(), ours.sendall)
