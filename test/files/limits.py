# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Limits that are too small for the restart are named, and nothing changes.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import resource
from job import Actor, check, snapshot, unchanged, write

write("data", "x")
actor = Actor()
actor.start("open 250 data r", "open 4 grows w+creat", "vacate", "state").vacated()
write("grows", "after the checkpoint")
before = snapshot()


def limited(which, value):
    return lambda: resource.setrlimit(which, (value, value))


for which, value, texts in [
        (resource.RLIMIT_NOFILE, 100, ["descriptor 250", "ulimit -Hn", "100"]),
        (resource.RLIMIT_STACK, 100 << 10, ["stack", "ulimit -s"]),
        (resource.RLIMIT_AS, 3 << 20, ["ulimit -v"]),
        (resource.RLIMIT_AS, 40 << 20, ["ulimit -v"]),
        (resource.RLIMIT_DATA, 1 << 20, ["ulimit -d"])]:
    actor.restart(preexec_fn=limited(which, value)).refused(*texts)
    unchanged(before)
actor.restart(preexec_fn=limited(resource.RLIMIT_NOFILE, 300)).finished()

# The soft limit is not in the way, and stays as it is.
def soft():
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 300))


actor.restart(preexec_fn=soft).finished()
check(actor.lines()[-2].endswith(" files 20"), actor.lines())
