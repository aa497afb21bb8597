# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Offset, access mode, status flags and close-on-exec of files are as they were,
# and reading and writing go on where they stopped.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import Actor, equal, read, write

write("in", "0123456789")
write("tail", "tail\n")
actor = Actor()
state, _ = actor.survives(
    "open 3 in r", "read 3 4", "open 4 out w+creat+cloexec", "write 4 abc",
    "open 5 tail w+append", "open 6 both rw+creat+nonblock", "write 6 hello",
    "seek 6 2", "open 7 sync w+creat+sync", "open 8 dsync w+creat+dsync",
    "open 9 in r+noatime", "open 10 far w+creat", "seek 10 5000000000",
    "open 11 in r+cloexec")
for number, flags, on_exec, at in [(3, 0o100000, 0, 4), (4, 0o100001, 1, 3),
                                   (5, 0o102001, 0, 0), (6, 0o104002, 0, 2),
                                   (7, 0o4110001, 0, 0), (8, 0o110001, 0, 0),
                                   (9, 0o1100000, 0, 0),
                                   (10, 0o100001, 0, 5000000000),
                                   (11, 0o100000, 1, 0)]:
    line = next(x for x in state if x.startswith(f"fd {number} /"))
    # O_LARGEFILE is not the program's to see or to choose.
    seen = int(line.split("flags=")[1].split()[0], 8) & ~0o100000
    equal((seen, line.split("exec=")[1]),
          (flags & ~0o100000, f"{on_exec} at={at}"), line)

second = Actor("im2", "log2")
second.start("open 3 in r", "read 3 4", "open 4 out2 w+creat", "write 4 abc",
             "open 5 tail w+append", "open 6 both rw", "seek 6 2", "vacate",
             "read 3 3", "write 4 def", "write 5 more", "write 6 LL").vacated()
second.restart().finished()
equal(second.lines(), ["read 3: 0123", "read 3: 456", "end"], "what was read")
equal([read(f) for f in ("out2", "tail", "both")],
      [b"abcdef", b"tail\nmore", b"heLLo"], "what was written")
