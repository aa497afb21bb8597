# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# kill -9 at every step of a checkpoint: there is always a whole image.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from faults import Faults

faults = Faults()
for name, number, _ in faults.numbers("openat", "ftruncate", "flock",
                                      "pwrite64", "fsync", "rename"):
    faults.killed(name, number)
