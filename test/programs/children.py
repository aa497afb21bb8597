# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program that starts children all the time: a checkpoint while one is there
# is refused in one line and the program goes on; one between them works.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: %ckpt gcc -O2 %S/Inputs/children.c -o job
# RUN: %python %s
import os
import sys
import time
from job import other_users_get_here
from soak import Soak

seed = int(os.environ.get("JOB_SEED", time.time_ns() % 10**9))
for uid in [None, 65534] if other_users_get_here() else [None]:
    os.makedirs(f"run-{uid}")
    if uid:
        os.chown(f"run-{uid}", uid, uid)
    soak = Soak([os.path.abspath("job"), "150"], os.path.abspath(f"run-{uid}"),
                1.5, seed=seed, count=40, uid=uid)
    status = soak.run()
    with open(f"run-{uid}/out", encoding="ascii") as out:
        seen = out.read()
    wanted = "".join(f"{i} {i * i}\n" for i in range(150))
    wrong = [line for line in soak.complaints()
             if b"has a child process" not in line
             and b"is a pipe that the program made" not in line]
    lines = len(soak.complaints())
    if (status or seen != wanted or wrong or lines != soak.refused()
            or not soak.checkpoints or not lines):
        print(f"FAILED: seed {seed}, uid {uid}, status {status}, "
              f"{soak.vacates} vacates, {soak.periodics} periodic, "
              f"{soak.refusals} refused, {lines} lines: {wrong[:3]}\n{seen}")
        sys.exit(1)
