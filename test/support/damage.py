# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Restarts from damaged images: each must be refused with a reason, quickly,
and must not change one byte on disk."""
import os

from job import Actor, check, read, snapshot, write

TEXT = "Condor: Error: cannot restart from "


def job(image="im", text="saved"):
    """A job with a file that a careless restart would cut."""
    actor = Actor(image, "log")
    if os.path.exists("out"):
        os.remove("out")
    actor.start("open 3 out w+creat", f"write 3 {text}", "vacate",
                "write 3 more", "say finished").vacated()
    write("out", text + "-and-grown")
    return read(image)


class Damage:
    def __init__(self):
        self.count = 0
        self.actor = Actor("bad", "log")
        self.before = snapshot()

    def refused(self, data, what, *texts):
        write("bad", data)
        run = self.actor.restart()
        check(run.status == 255, what, "exit status", run.status, run.err)
        lines = [x for x in run.err.splitlines() if x.startswith(TEXT)]
        check(len(lines) == 1 and len(lines[0]) > len(TEXT) + 20, what,
              run.err)
        for text in texts:
            check(text in lines[0], what, "does not say", text, run.err)
        self.count += 1
        after = snapshot()
        check({k: v for k, v in after.items() if k != "./bad"} == self.before,
              what, "changed a file")
        check(read("bad") == data, what, "changed the image")

    def done(self, least):
        print(self.count, "damaged images were refused")
        check(self.count >= least, "only", self.count, "images were tried")
