# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An image of another program, of another build, and of another format.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import subprocess
from damage import Damage, job
from image import CPU, META, Image
from job import Run, program, read, write

data = job()
Run([program("writer"), "-_condor_ckpt", "im.writer", "2000", "5", "1"],
    ).finished()
for name in ("buffered", "log", "raw"):
    write(name)
damage = Damage()
damage.refused(read("im.writer"), "another program",
               "belongs to another program, or to another build", "/writer")


def changed(kind, offset, form, value):
    image = Image(data)
    image.put(image.records(kind)[0] + offset, form, value)
    return image.reseal()


damage.refused(changed(META, 0, "I", 3), "newer format", "format 3")
damage.refused(changed(META, 0, "I", 0), "version 0", "format 0")
damage.refused(changed(META, 4, "I", 2), "another machine")
damage.refused(changed(META, 8, "I", 65536), "another page size")
image = Image(data)
start, size = image.notes[0x434b5002]
text = bytes(image.data[start:start + size])
at = start + text.index(b"program=build-id:") + len("program=build-id:")
image.data[at] = ord("0") if image.data[at] != ord("0") else ord("1")
damage.refused(image.reseal(), "another build", "another build")

# A processor that has everything: this one lacks something of it.
for leaf, register, name in [(7, 12, "leaf 7 ebx"), (7, 20, "leaf 7 edx")]:
    image = Image(data)
    for at in image.records(CPU):
        number, sub = image.get(at, "II")
        if number == leaf and sub == 0:
            image.put(at + register, "I", 0xffffffff)
    damage.refused(image.reseal(), name, "processor")
damage.done(8)
