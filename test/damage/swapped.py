# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Pages in the wrong place, pages of another checkpoint, and files that are two.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from damage import Damage, job
from image import PAGE, Image

second = job("im", "other")
first = job("im", "saved")
image = Image(first)
damage = Damage()
runs = sorted(image.runs(), key=lambda run: run[1])


def with_pages(at, pages):
    changed = bytearray(first)
    changed[at:at + len(pages)] = pages
    return bytes(changed)


by_size = {}
for offset, size in runs:
    by_size.setdefault(size, []).append(offset)
pairs = [(a, b, size) for size, all_of in by_size.items()
         for a, b in zip(all_of, all_of[1:])]
for a, b, size in pairs:
    swapped = bytearray(first)
    swapped[a:a + size], swapped[b:b + size] = (first[b:b + size],
                                                first[a:a + size])
    if bytes(swapped) != first:
        damage.refused(bytes(swapped), f"swapped {a} and {b}", "checksum")
for offset, size in runs:
    rotated = with_pages(offset, first[offset + PAGE:offset + size] +
                         first[offset:offset + PAGE])
    # Two pages can hold the same, as the names in the runtime's flags do.
    if rotated != first:
        damage.refused(rotated, f"rotated {offset}", "checksum")
    damage.refused(with_pages(offset, bytes(size)), f"zeroed {offset}",
                   "checksum")
    other = second[offset:offset + size]
    if len(first) == len(second) and other != first[offset:offset + size]:
        damage.refused(with_pages(offset, other), f"spliced {offset}",
                       "checksum")
start = image.data_offset
for data, what in [(first + second, "both"), (first + first, "twice"),
                   (first + b"\0", "one byte more"),
                   (first + bytes(PAGE), "a page more"),
                   (b"\0" + first, "one byte in front"),
                   (second[:start] + first[start:], "another head"),
                   (first[:-32] + second[-32:], "another commit record"),
                   (bytes(len(first)), "zeros"),
                   (first[:start] + first[-32:], "head and commit"),
                   (first[:-32] + bytes(PAGE) + first[-32:], "longer inside")]:
    if data not in (first, second):
        damage.refused(data, what)
damage.done(20)
