# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `fd N` before `restart`: the restored program's descriptor N is the new one;
# it goes on where it was in a file with what the old one held.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import subprocess
import threading
from job import Actor, Run, check, equal, program, read, write
from stream import pipe, text


class Job:
    """Started with `first`, vacated, restarted with `second`."""

    def __init__(self, first, actions, second, **more):
        for name in ("log", "im"):
            if os.path.exists(name):
                os.remove(name)
        with pipe(text(*first, "ckpt im", "end")) as starter:
            Actor("unused", "log").start(*actions, **starter).vacated()
        self.between()
        with pipe(text(*second, "restart im", "end")) as starter:
            words = [program("actor"), *starter.pop("flags")]
            self.run = Run(words, env=Actor().environment(), **starter, **more)
        self.run.finished(never=["Condor: Error"])
        self.lines = Actor().lines()

    def between(self):
        pass


NOT_THERE = "is not the file that the job had there; it is used as the"
INPUT = ("read 0 3", "vacate", "read 0 3")
write("in", "0123456789")
write("copy", "0123456789")
write("else", "abcdefghij")
for second, got, said in [([], "345", 0), (["fd 0 in r"], "345", 0),
                          (["fd 0 copy r"], "345", 0),
                          (["fd 0 copy r+"], "345", 0),
                          (["fd 0 else r"], "abc", 1),
                          (["fd 0 /dev/null r"], "", 0)]:
    job = Job(["fd 0 in r"], INPUT, second)
    equal(job.lines, ["read 0: 012", f"read 0: {got}", "end"], second)
    equal(NOT_THERE in job.run.err, bool(said), job.run.err)

# Output: appended, overwritten, to another file, and rolled back.
OUTPUT = ("write 1 first", "vacate", "write 1 second")
for second, out, other in [([], b"firstsecond", None),
                           (["fd 1 out a"], b"firstsecond", None),
                           (["fd 1 out 1"], b"firstsecond", None),
                           (["fd 1 out w"], b"second", None),
                           (["fd 1 other w"], b"first", b"second"),
                           (["fd 1 old a"], b"first", b"mine:second")]:
    write("old", "mine:")
    job = Job(["fd 1 out w"], OUTPUT, second)
    name = second[0].split()[2] if other else "out"
    equal(read("out"), out, second)
    equal(read(name), other or out, second)


# The mode counts for what follows, not for whether it is the same file.
for first in ("w", "0x42", "a", "a+"):
    for second in ("r+", "1", "a", "a+"):
        write("out", "")
        job = Job([f"fd 1 out {first}"], OUTPUT, [f"fd 1 out {second}"])
        equal(read("out"), b"firstsecond", (first, second))
        equal(NOT_THERE in job.run.err, False, (first, second, job.run.err))


class Crashed(Job):
    def between(self):
        with open("out", "ab") as out:
            out.write(b"LOST")


for second in ([], ["fd 1 out a"], ["fd 1 out r+"]):
    job = Crashed(["fd 1 out w"], OUTPUT, second)
    equal(read("out"), b"firstsecond", second)
    check("was cut from 9 to 5 bytes" in job.run.err, job.run.err)

# An empty output says nothing: only the very file is cut.
job = Job(["fd 1 out w"], ("vacate", "write 1 x"), ["fd 1 old a"])
equal((read("out"), read("old")), (b"", b"mine:secondx"), "not cut")

# One of two that share a description; a number that was closed; a pipe's.
job = Job(["fd 1 out w"], ("dup 1 8", "write 1 a", "vacate", "write 8 b",
                           "write 1 c"), ["fd 8 err w"])
equal((read("out"), read("err")), (b"ac", b"b"), "8 replaced")
job = Job(["fd 1 out w"], ("dup 1 8", "write 1 a", "vacate", "write 8 b",
                           "write 1 c"), ["fd 1 err w"])
equal((read("out"), read("err")), (b"a", b"bc"), "1 replaced, 8 with it")
job = Job([], ("close 0", "vacate", "read 0 3", "read 9 3"),
          ["fd 0 in r", "fd 9 in r"])
equal(job.lines, ["read 0: 012", "read 9: 012", "end"], "numbers not in use")
job = Job([], ("vacate", "write 1 piped"), ["fd 1 out w"],
          stdout=subprocess.PIPE)
equal((job.run.out, read("out")), ("", b"piped"), "instead of a pipe")

# A FIFO has no content: each process opens its own.
os.mkfifo("fifo")
got = []


def start_reader():
    thread = threading.Thread(target=lambda: got.append(read("fifo")))
    thread.start()
    return thread


class Piped(Job):
    def between(self):
        reader.join()
        second.append(start_reader())


second = []
reader = start_reader()
Piped(["fd 1 fifo w"], OUTPUT, ["fd 1 fifo w"])
second[0].join()
equal(got, [b"first", b"second"], "FIFO")
