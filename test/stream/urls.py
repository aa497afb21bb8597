# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `fd N URL MODE`: at the start, and before restarts of images with virtual
# descriptors and without, under numbers that are in use and that are not.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %inspect
import os
import subprocess
import sys
from job import Actor, Run, equal, program, read, write
from stream import pipe, text


def run(commands, *actions):
    """A fresh start, or a restart where `commands` say so."""
    with pipe(text(*commands, "end")) as starter:
        words = [program("actor"), *starter.pop("flags"), "-_condor_nowarn"]
        return Run([*words, *actions], env=Actor().environment(), **starter)


def lines():
    seen = Actor().lines()
    os.remove("log")
    return seen


write("in", "0123456789")
write("out", "old:")
LOG = ["fd 1 append:local:out w", "fd 8 fd:1 w", "fd 0 fetch:in r"]
run([*LOG, "fd 20 remote:in r", "ckpt im"], "read 0 2", "dup 0 9", "write 1 a",
    "write 8 b", "vacate", "read 9 2", "write 1 c", "vacate", "read 0 1").vacated()
equal((lines(), read("out")), (["read 0: 01"], b"old:ab"), "start")
shown = subprocess.run([sys.argv[2], "im"], stdout=subprocess.PIPE, check=True,
                       encoding="utf-8").stdout
for line in ("append:local:out", "fd:1", "fetch:in", "remote:in"):
    equal(shown.count(", by " + line + "\n"), 2 if line == "fetch:in" else 1, shown)

# Without a stream; what was appended to since is cut.
with open("out", "a", encoding="ascii") as out:
    out.write("LOST")
Actor("im", "log").restart("-_condor_nowarn").vacated()
equal((lines(), read("out")), (["read 9: 23"], b"old:abc"), "no stream")

# 9, a copy, is replaced; 0 is not; 1 and its copy 8 are apart; 30 is new.
write("new", "new:")
run(["fd 9 local:new r", "fd 1 append:new w", "fd 30 fd:9 r", "restart im"]).finished()
equal((lines(), read("new")), (["read 0: 4", "end"], b"new:"), "replaced")
run(["fd 5 in r", "ckpt im"], "close 5", "open 5 append:new w", "vacate",
    "write 5 x", "read 30 4", "read 31 4", "open 6 local:in r", "read 6 1").vacated()
run(["fd 30 local:new r", "fd 31 fd:30 r", "restart im"]).finished()
equal((lines(), read("new")), (["read 30: new:", "read 31: x", "read 6: 0", "end"],
                               b"new:x"), "numbers that were not in use")

# An image of a program without virtual descriptors.
Actor("im", "log").start("vacate", "read 0 1", "open 7 append:new w",
                         "write 7 y", flags=("-_condor_nowarn",)).vacated()
run(["fd 0 local:in r", "restart im"]).finished()
equal((lines(), read("new")), (["read 0: 0", "end"], b"new:xy"), "not virtual")

# What cannot be opened is a line that is not obeyed.
bad = run(["fd 5 nosuch:x r", "fd 5 fd:44 r", "fd 5 fd:0 rr", "fd 5 compress:in r"],
          "open 5 in r").finished(
    "Condor: Warning: BADURL: I don't understand url (nosuch:x).",
    "line 1: fd: nosuch:x: there is no such file", "line 2: fd: fd:44: there is",
    "line 4: fd: compress:in: there is")
