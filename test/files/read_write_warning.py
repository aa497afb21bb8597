# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file open for reading and writing is warned about at its first checkpoint,
# as the READWRITE mode says.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import Actor, check, write

write("data", "x")
KIND = "Warning: READWRITE: descriptor "
actions = ("open 3 data rw", "open 4 data rw", "dup 3 5", "open 6 data r",
           "periodic", "periodic")
run = Actor().start(*actions).finished(KIND + "3 (", KIND + "4 (")
check(run.err.count(KIND) == 2, run.err)
check(KIND + "5" not in run.err and KIND + "6" not in run.err, run.err)
for words in (["-_condor_warning", "READWRITE", "OFF"],
              ["-_condor_warning", "ALL", "OFF"]):
    Actor().start(*actions, flags=words).finished(never=["READWRITE"])
run = Actor().start(*actions, flags=["-_condor_warning", "readwrite", "Once"])
run.finished(KIND + "3 (", "Further messages of this type suppressed.")
check(run.err.count(KIND) == 1, run.err)
check(run.err.count("suppressed") == 1, run.err)
