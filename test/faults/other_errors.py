# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every other call of a checkpoint that can fail in real life fails once.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from faults import Faults

faults = Faults()
for name, number, line in faults.numbers("openat", "ftruncate", "getdents64",
                                         "mmap", "pread64", "fstat",
                                         "readlink", "getcwd"):
    error = {"openat": "EMFILE", "mmap": "ENOMEM"}.get(name, "EIO")
    faults.fails(name, number, error, may_succeed=True)
