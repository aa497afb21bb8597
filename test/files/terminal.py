# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A terminal: inherited, and opened by the program as its own and by name.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import pty
import subprocess
from job import Actor, check, equal, program


def on_terminal(words, env):
    """Runs words with a new terminal as streams; returns status and text."""
    master, slave = pty.openpty()
    name = os.ttyname(slave)
    words = [w.replace("TTY", name) for w in words]
    job = subprocess.Popen(words, env=env, stdin=slave, stdout=slave,
                           stderr=slave, start_new_session=True,
                           preexec_fn=lambda: os.close(os.open(name,
                                                               os.O_RDWR)))
    os.close(slave)
    text = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        text += piece
    os.close(master)
    return job.wait(), text.decode()


actor = Actor()
status, text = on_terminal(
    [program("actor"), "-_condor_ckpt", actor.image, "open 5 /dev/tty rw",
     "open 6 TTY w", "write 5 one", "vacate", "write 5 two", "write 6 three",
     "write 1 four", "state"], actor.environment())
equal(status, -12, text)
check("checkpoint written to " + actor.image in text and
      "restart with: " in text, text)
status, text = on_terminal(
    [program("actor"), "-_condor_restart", actor.image], actor.environment())
equal(status, 0, text)
for word in ("two", "three", "four"):
    check(word in text, word, text)
check([x for x in actor.lines() if x.startswith("fd 5 /dev/tty")],
      actor.lines())
# Without a terminal there is no /dev/tty.
run = actor.restart(start_new_session=True)
run.refused("/dev/tty")
