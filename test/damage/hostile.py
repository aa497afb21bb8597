# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Wrong values under right checksums: whatever an image says, the restart ends
# in time, never by a signal of its own, and a refusal changes nothing on disk.
# What is left out of the changes are the registers in a wider sense (frame, FS
# base, entry and stack of the runtime, protection of its memory): whoever can
# write those can run anything, as with any program file.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import random
import shutil
from damage import job
from image import (ACTIONS, CPU, DESCRIPTORS, LOCKS, MAPPINGS, META, RUNS,
                   Image)
from job import Actor, check, snapshot, write

VALUES = [0, 1, 2, 7, 8, 0x7f, 0xff, 0xfff, 0x1000, 0x7fffffff, 0x80000000,
          0xffffffff, 1 << 46, 0x7ffffffff000, 1 << 47, (1 << 63) - 1, 1 << 63,
          (1 << 64) - 4096, (1 << 64) - 1]
# Offset and size of the fields that are changed; see image.h.
FIELDS = {META: [(4 * i, 4) for i in range(4)] + [(16, 8)] +
          [(104 + 8 * i, 8) for i in range(14)],
          CPU: [(4 * i, 4) for i in range(6)],
          MAPPINGS: [(8 * i, 8) for i in range(4)] +
          [(36 + 4 * i, 4) for i in range(3)],
          RUNS: [(0, 8), (8, 8), (16, 4), (20, 4)],
          DESCRIPTORS: [(4 * i, 4) for i in range(8)] +
          [(32 + 8 * i, 8) for i in range(5)] +
          [(72 + 4 * i, 4) for i in range(4)],
          LOCKS: [(0, 4), (4, 4), (8, 8), (16, 8)],
          ACTIONS: [(8 * i, 8) for i in range(4)]}
ROUNDS = 300


def mutate(image, chance):
    places = {kind: image.records(kind) for kind in FIELDS}
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        way = chance.randrange(10)
        if way == 0:  # program headers and note heads
            at, form = chance.randrange(0, 400, 4), "I"
        elif way == 1:
            start, _ = chance.choice(list(image.notes.values()))
            at, form = start + chance.randrange(-12, 24, 4), "I"
        else:
            kind = chance.choice(list(FIELDS))
            records = places[kind]
            if not records:
                continue
            offset, size = chance.choice(FIELDS[kind])
            at = chance.choice(records) + offset
            form = "Q" if size == 8 else "I"
        old, = image.get(at, form)
        new = chance.choice([chance.choice(VALUES), old + 1, old - 1,
                             old + 4096, old ^ 1 << chance.randrange(64)])
        image.put(at, form, new & (2**64 - 1 if form == "Q" else 2**32 - 1))


data = job()
actor = Actor("bad", "log")
before = snapshot()
refused = finished = late = 0
for seed in range(ROUNDS):
    image = Image(data)
    mutate(image, random.Random(seed))
    write("bad", image.reseal())
    run = actor.restart(timeout=20)
    reached = "About to return to user code" in run.err
    if run.status == 255:
        check("Condor: Error: cannot restart from " in run.err, seed, run.err)
        after = snapshot()
        after.pop("./bad")
        check(after == before, "seed", seed, "changed a file:", run.err)
        refused += 1
        continue
    check(run.status == 0 or reached, "seed", seed, "status", run.status,
          run.err)
    finished += run.status == 0
    late += run.status != 0
    for name in ("bad.cut", "log"):
        if os.path.isdir(name):
            shutil.rmtree(name)
        elif os.path.exists(name):
            os.remove(name)
    write("out", "saved-and-grown")
    before = snapshot()
    before.pop("./bad")
print(refused, "refused,", finished, "harmless,", late, "ended in the program")
check(refused >= ROUNDS // 2, "too few were refused")
