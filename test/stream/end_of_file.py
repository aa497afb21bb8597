# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A stream that ends before `end`, a line that its end cuts: the program does
# not start, and says so.  What was obeyed before, was.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal
from stream import CARRIERS, EOF, pipe

CUT = "line 2: it is cut by the end of the stream; it is not executed"
for carrier in CARRIERS:
    for commands, *said in [(b"",), (b"\n# end\n",), (b"fd 3 made w\n",),
                            (b"\nend", CUT), (b"fd 3 made w\nexit 1", CUT),
                            (b"# x\nfd 1 other w", CUT), (b"\n# end",),
                            (b"\n  ",)]:
        with carrier(commands) as starter:
            run = Actor("im", "log").start("say main", **starter)
            run.ended(255, EOF, *said)
            check(said or "cut" not in run.err, run.err)
        check(not os.path.exists("log"), "main ran")
        check(not os.path.exists("other"), "a cut line was executed")
        check(os.path.exists("made") == (b"made" in commands), commands)
        if os.path.exists("made"):
            os.remove("made")

# Nothing is lost behind `end`: what the program was not told is still there.
with pipe(b"end\nexit 3\nrest") as starter:
    Actor("im", "log").start("say main", **starter).finished()
    equal(os.read(starter["pass_fds"][0], 99), b"exit 3\nrest", "the rest")
