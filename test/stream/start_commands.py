# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the commands before `end` do: the working directory, every open mode,
# any number, the umask, names relative to the directory of the moment.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write
from stream import command_file, text

os.makedirs("a/b c")
write("a/b c/in", "0123456789")
write("a/b c/old", "old")
MODES = ["r old", "w new", "a old", "r+ old", "w+ new2", "a+ old", "0 in",
         "02 old", "0x241 new3", "1025 old", "04000 in"]
lines = ["iwd a", 'iwd "b\\x20c"']
for number, mode in enumerate(MODES, 10):
    word, name = mode.split()
    lines.append(f"fd {number} {name} {word}")
lines += ["fd 0200 in r", "fd 0 in r", "fd 0x1 out w", "ckpt im", "end"]
os.umask(0o027)
with command_file(text(*lines)) as starter:
    actor = Actor("top", "log")
    actor.start("state", "read 0 4", "write 1 x", "vacate", **starter).vacated()
state = {words[1]: words for words in map(str.split, actor.lines())
         if words[0] == "fd" and "flags" in " ".join(words)}
O_LARGEFILE = 0o100000
here = os.getcwd()
WANTED = [("old", os.O_RDONLY), ("new", os.O_WRONLY),
          ("old", os.O_WRONLY | os.O_APPEND), ("old", os.O_RDWR),
          ("new2", os.O_RDWR), ("old", os.O_RDWR | os.O_APPEND),
          ("in", os.O_RDONLY), ("old", os.O_RDWR), ("new3", os.O_WRONLY),
          ("old", os.O_WRONLY | os.O_APPEND), ("in", os.O_NONBLOCK)]
for number, (name, flags) in enumerate(WANTED, 10):
    line = " ".join(state[str(number)])
    check(f"{here}/a/b c/{name} flags={flags | O_LARGEFILE:o} exec=0" in line,
          number, line, WANTED)
check("128" in state and "1" in state, state)
check(f"cwd {here}/a/b c umask 27" in "\n".join(actor.lines()), actor.lines())
equal(oct(os.stat("a/b c/new").st_mode), "0o100640", "0666 and the umask")
equal(read("a/b c/old"), b"old", "nothing is truncated that should not be")
check(os.path.exists("a/b c/im") and not os.path.exists("top"), "image")

# A second `fd` of one number, and a second `ckpt`: the last one counts.
with command_file(text("fd 0 top1 w", "fd 0 'a/b r", 'fd 0 "a/b c/in" r',
                       "ckpt im1", "ckpt im2", "end")) as starter:
    again = Actor("im", "log2")
    again.start("read 0 2", "vacate", **starter).vacated("line 2: fd")
equal(again.lines(), ["read 0: 01"], "the last fd")
check(os.path.exists("im2") and not os.path.exists("im1"), "the last ckpt")
