# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# One wrong bit: in the header, notes, padding, pages, holes and commit record.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from damage import Damage, job
from image import COMMIT, Image, flipped

data = job()
image = Image(data)
damage = Damage()
places = {}
for at in range(0, 64, 3):
    places[at] = "ELF header"
for kind, (start, size) in image.notes.items():
    for at in (start - 20, start - 8, start, start + 9, start + size // 2,
               start + size - 1):
        places[at] = f"note {kind:x}"
for at in range(64, image.data_offset, 193):
    places[at] = "head"
runs = list(image.runs())
for offset, size in runs:
    places[offset] = places[offset + size - 1] = "pages"
for (offset, size), (following, _) in zip(runs, runs[1:]):
    if offset + size < following:
        places[offset + size] = places[following - 1] = "hole"
for at in range(len(data) - COMMIT.size, len(data)):
    places[at] = "commit record"
for number, (at, what) in enumerate(sorted(places.items())):
    damage.refused(flipped(data, at, number % 8), f"{what} at {at}")
damage.done(150)
