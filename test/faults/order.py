# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The order of calls makes an image whole or absent, even if power fails: open,
# writes, fsync, the head, fsync, rename, open and fsync of the directory.
# REQUIRES: strace
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import re
from faults import Faults
from job import check

faults = Faults()
steps = []
for name, _, line in faults.calls:
    step = None
    if name == "openat" and '/im.tmp", O_RDWR|O_CREAT|' in line:
        step = "create"
        check("O_NOFOLLOW" in line and "0600)" in line, line)
        fd = line.rsplit("= ", 1)[1].strip()
    elif name == "pwrite64" and f"pwrite64({fd}, " in line:
        step = "write"
    elif name == "fsync":
        step = "fsync " + re.search(r"\((\d+)\)", line)[1]
    elif name == "rename":
        check('/im.tmp", "' in line and '/im")' in line, line)
        step = "rename"
    elif (name == "openat" and "O_DIRECTORY" in line and "rename" in steps
          and '"/proc/thread-self/fd"' not in line):
        step = "directory"
        directory = line.rsplit("= ", 1)[1].strip()
    if step and steps[-1:] != [step]:
        steps.append(step)
check(steps == ["create", "write", f"fsync {fd}", "write", f"fsync {fd}",
                "rename", "directory", f"fsync {directory}"], steps)
# The commit record is written last.
last = [line for name, _, line in faults.calls if name == "pwrite64"][-1]
check("CKPTDONE" in last, last)
