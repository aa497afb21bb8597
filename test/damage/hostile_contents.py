# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Wrong values under right checksums, in what pipes, sockets, timers, files
# without a name and epoll sets hold: the restart ends in time, never by a
# signal of its own; what it refuses has changed nothing on disk.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: %ckpt gcc -O1 -static %S/Inputs/holder.c -o job && %python %s
import random
import struct
from image import DESCRIPTORS, Image, crc32c
from job import Run, check, read, snapshot, write

CONTENTS, WATCHES, CONTENT_RUNS = 0x434b500e, 0x434b500f, 0x434b5014
SIZES = {DESCRIPTORS: 96, CONTENTS: 48, WATCHES: 24, CONTENT_RUNS: 32}
VALUES = [0, 1, 2, 3, 5, 8, 15, 16, 0xfff, 4096, 1 << 20, (1 << 31) - 1,
          1 << 31, (1 << 32) - 1, 1 << 40, (1 << 63) - 1, 1 << 63, 2**64 - 1]


def mutate(image, chance):
    """A field of a record, or a word of a content, whose checksum follows."""
    runs = image.records(CONTENT_RUNS)
    if chance.randrange(3) == 0:
        at = chance.choice(runs)
        position, offset, content, size = image.get(at, "QQII")
        word = offset + chance.randrange(0, max(size - 3, 1), 4)
        image.put(word, "I", chance.choice(VALUES) & 0xffffffff)
        head = struct.pack("<QQQQ", content, position, offset, size)
        data = bytes(image.data[offset:offset + size])
        image.put(at + 24, "I", crc32c(head + data))
        return
    kind = chance.choice(list(SIZES))
    width = chance.choice([4, 8])
    at = chance.choice(image.records(kind)) + chance.randrange(
        0, SIZES[kind], width)
    image.put(at, "Q" if width == 8 else "I",
              chance.choice(VALUES) & (1 << width * 8) - 1)


Run(["./job", "-_condor_ckpt", "im"]).vacated()
data, good = read("im"), 0
Run(["./job", "-_condor_restart", "im"]).finished()
for seed in range(250):
    image, chance = Image(data), random.Random(seed)
    for _ in range(chance.choice([1, 1, 2])):
        mutate(image, chance)
    write("bad", image.reseal())
    before = snapshot()
    run = Run(["./job", "-_condor_restart", "bad"], timeout=20)
    check(run.status in (0, 255) or "About to return" in run.err, seed,
          run.status, run.err)
    if run.status == 255:
        check("Error: cannot restart from " in run.err, seed, run.err)
        after = snapshot()
        for files in (before, after):
            files.pop("./name")  # a socket, made again; see docs/files.md
        check(after == before, "seed", seed, "changed a file:", run.err)
    good += run.status == 0
check(50 < good < 220, good, "were harmless")
