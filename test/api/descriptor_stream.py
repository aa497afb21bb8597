# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Images for pipes and sockets arrive whole, one after the other; a reader that
is gone is an error, and the program goes on.

RUN: rm -rf %t && mkdir %t && cd %t
RUN: %ckpt gcc -I%src/runtime/include -I%src/test/Inputs %S/Inputs/to_descriptor.c -o prog
RUN: %python %s %inspect
"""
import os
import socket
import subprocess
import sys
import threading

from job import check, equal, read, write


def run(reader, descriptor, images):
    got = []

    def collect():
        while len(got) < 1 << 16:
            part = reader(1 << 16)
            if not part:
                break
            got.append(part)

    thread = threading.Thread(target=collect)
    thread.start()
    done = subprocess.run(["./prog", str(descriptor), str(images)],
                          pass_fds=[descriptor], capture_output=True,
                          text=True, check=False, timeout=60)
    os.close(descriptor)
    thread.join()
    equal((done.returncode, done.stdout, done.stderr), (0, "end\n", ""), "run")
    return b"".join(got)


def whole(data, name):
    write(name, data)
    subprocess.run([sys.argv[1], "verify", name], check=True,
                   stdout=subprocess.DEVNULL)


def end_of_first(data):
    """Each image ends with a commit record: this word and the image's size."""
    at = data.index(b"CKPTDONE")
    while int.from_bytes(data[at + 8:at + 16], "little") != at + 32:
        at = data.index(b"CKPTDONE", at + 1)
    return at + 32


def ways():
    out, into = os.pipe()
    yield (lambda n: os.read(out, n)), into
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    yield ours.recv, theirs.detach()


for number, (reader, descriptor) in enumerate(ways()):
    data = run(reader, descriptor, 2)
    end = end_of_first(data)
    whole(data[:end], f"first{number}")
    whole(data[end:], f"second{number}")
    check(not os.path.exists("prog.ckpt"), "an image was written to a file")

out, into = os.pipe()
os.close(out)
done = subprocess.run(["./prog", str(into), "1"], pass_fds=[into],
                      capture_output=True, text=True, check=False, timeout=60)
equal(done.stdout, "end\n", "after a broken pipe")
check("cannot write the image to descriptor" in done.stderr
      and "its reader is gone" in done.stderr, done.stderr)
reader = os.open("first0", os.O_RDONLY)
before = read("first0")
for number in (reader, 99):
    done = subprocess.run(["./prog", str(number), "1"], pass_fds=[reader],
                          capture_output=True, text=True, check=False)
    equal(done.stdout, "end\n", "after a bad descriptor")
    check(f"descriptor {number}, which images go to, is not open for writing"
          in done.stderr, done.stderr)
equal(read("first0"), before, "the file")
