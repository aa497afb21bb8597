# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An image cut short, at many places and at every one of its last bytes.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from damage import Damage, job
from image import Image

data = job()
image = Image(data)
lengths = set(range(0, 70)) | set(range(len(data) - 40, len(data)))
lengths |= set(range(0, image.data_offset + 64, 16))
lengths |= {at + more for at in range(0, len(data), len(data) // 16)
            for more in (0, 1)}
damage = Damage()
for length in sorted(lengths - {len(data)}):
    damage.refused(data[:length], f"cut to {length}")
damage.done(400)
