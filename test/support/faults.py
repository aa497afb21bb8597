# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Faults in the middle of a checkpoint, injected by strace.

The job is restarted from an image and asks for a checkpoint; system calls of
that checkpoint fail, or the job is killed there.  Whatever happens, the image
under the old name restarts and gives the right result.
"""
import os
import re

from job import VACATED, Actor, Run, check, equal, fail, program, read, write

RESULT = b"one" + b"two" * 400 + b"three"
FENCE = "About to return to user code"
NOTHING = "no checkpoint was written: "


class Faults:
    def __init__(self, *first, last=(), prefix=()):
        """Actions before and after; what is put in front of every start."""
        self.actor, self.prefix = Actor(), prefix
        self.actor.start("open 3 out w+creat", *first, "write 3 one", "vacate",
                         "write 3 two*400", "vacate", "write 3 three", *last,
                         before=prefix).vacated()
        self.image, self.out = read("im"), read("out")
        os.link("im", "kept")
        self.calls = self.trace()

    def trace(self):
        """The calls of an undisturbed checkpoint: (name, number, line)."""
        self.run("-o", "trace").ended(VACATED)
        counts, calls, inside = {}, [], False
        with open("trace", encoding="utf-8", errors="replace") as trace:
            for line in trace:
                name = re.match(r"(?:\d+ +)?(\w+)\(", line)
                if not name:
                    continue
                counts[name[1]] = counts.get(name[1], 0) + 1
                if inside:
                    calls.append((name[1], counts[name[1]], line))
                inside = inside or FENCE[:20] in line
        self.put_back()
        check(any(call[0] == "rename" for call in calls), "no checkpoint seen")
        return calls

    def put_back(self):
        # A link, not a copy: a copy has no holes, and then a restart reads
        # more often.
        os.remove("im")
        os.link("kept", "im")
        write("out", self.out)

    def run(self, *options):
        return Run(["strace", "-qq", *(options or ("-o", "/dev/null")),
                    *self.prefix, program("actor"), "-_condor_restart", "im"],
                   env=self.actor.environment())

    def numbers(self, *names):
        return [(name, number, line) for name, number, line in self.calls
                if name in names]

    def inject(self, name, number, what):
        return self.run("-o", "/dev/null", "-e",
                        f"inject={name}:{what}:when={number}")

    def fails(self, name, number, error, *texts, may_succeed=False):
        """One call fails: the job goes on, or did not need it."""
        run = self.inject(name, number, f"error={error}")
        where = f"{name} {number} {error}: {run.err}"
        if not (may_succeed and run.status == VACATED):
            check(run.status == 0, where, "status", run.status)
            check(run.err.count(NOTHING) == 1, where)
            for text in texts:
                check(text in run.err, where, "does not say", text)
            equal(read("out"), RESULT, where)
            check(read("im") == self.image, where, "the image changed")
        self.restarts(where)

    def succeeds(self, name, number, error, text):
        """One call fails when the checkpoint is there already."""
        run = self.inject(name, number, f"error={error}")
        where = f"{name} {number} {error}: {run.err}"
        check(run.status == VACATED, where, "status", run.status)
        check(text in run.err, where, "does not say", text)
        check(NOTHING not in run.err, where)
        self.restarts(where)

    def killed(self, name, number):
        run = self.inject(name, number, "signal=KILL")
        check(run.status == -9, name, number, "status", run.status, run.err)
        self.restarts(f"killed at {name} {number}")

    def restarts(self, where):
        """What is under the name goes on to the end (and leaves no .tmp)."""
        for _ in range(3):
            run = self.actor.restart(before=self.prefix)
            if run.status != VACATED:
                break
        check(run.status == 0, where, "then", run.status, run.err)
        equal(read("out"), RESULT, where)
        if os.path.exists("im.tmp"):
            fail(where, "left im.tmp")
        self.put_back()
