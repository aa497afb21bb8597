# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Things that are no image: refused at once, whatever they are.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
from job import Actor, program, snapshot, unchanged, read, write

os.mkdir("directory")
os.mkfifo("fifo")
os.symlink("loop", "loop")
os.symlink("nowhere", "dangling")
write("empty")
write("text", "not an image\n" * 500)
write("program", read(program("actor")))
write("sparse")
os.truncate("sparse", 1 << 26)
server = socket.socket(socket.AF_UNIX)
server.bind("socket")
before = snapshot()
for name, text in [
        ("directory", "not a regular file"), ("fifo", "not a regular file"),
        ("/dev/zero", "not a regular file"), ("socket", "cannot be opened"),
        ("/dev/null", "not a regular file"), ("loop", "cannot be opened"),
        ("dangling", "no such file"), ("nothing", "no such file"),
        ("empty/im", "cannot be opened"), ("empty", ""), ("text", ""),
        ("program", ""), ("sparse", ""), ("x" * 300, "cannot be opened"),
        ("/proc/self/mem", ""), ("/proc/self/maps", "")]:
    Actor(name).restart().refused("cannot restart from", text)
unchanged(before)
