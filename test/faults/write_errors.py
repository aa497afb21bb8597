# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every write of an image fails once, for want of space, of quota, or of a disk.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from faults import Faults

faults = Faults()
for index, (name, number, _) in enumerate(faults.numbers("pwrite64")):
    error, text = [("ENOSPC", "disk is full"), ("EIO", "reported an error"),
                   ("EDQUOT", "quota is used up"),
                   ("EFBIG", "ulimit -f")][index % 4]
    # The first ones only ask whether pages of files can be read.
    probe = ", 1, 0)" in faults.numbers("pwrite64")[index][2]
    if probe:
        faults.fails(name, number, error, may_succeed=True)
    else:
        faults.fails(name, number, error, text)
