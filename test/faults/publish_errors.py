# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# fsync and rename fail; the directory's fsync fails after the image is in its
# place, which is said and is no failure.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from faults import Faults
from job import check

faults = Faults()
*syncs, of_directory = faults.numbers("fsync")
for error in ("EIO", "ENOSPC", "EDQUOT"):
    for sync in syncs:
        faults.fails(*sync[:2], error, "cannot write")
    faults.fails(*faults.numbers("rename")[0][:2], error, "cannot rename")
    faults.succeeds(*of_directory[:2], error, "could not be made durable")
names = [name for name, _, _ in faults.calls]
check("fdatasync" in names[:names.index("rename")],
      "the job's own file is not on its disk before the image")
for name, number, _ in faults.numbers("fdatasync"):
    faults.fails(name, number, "EIO", "/out) cannot be written to its disk")
