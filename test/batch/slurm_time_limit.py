# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Shortly before its time limit a job writes a checkpoint, and its script puts
# it back into the queue: the recipe of docs/batch.md.
# REQUIRES: slurm, long
# RUN: rm -rf %t && mkdir %t
# RUN: %ckpt gcc -O2 -o %t/nbody %src/demo/nbody.c -lm
# RUN: %python %s %t %ckpt_run
import os
import subprocess
import sys

from job import check, equal, read
from slurm import Slurm

directory, ckpt_run = sys.argv[1:]
os.chdir(directory)
work = ["result", "400", "200000"]
subprocess.run(["./nbody", "wanted", *work[1:]], check=True)

with open("job.sh", "w", encoding="ascii") as script:
    script.write(f"""#!/bin/bash
#SBATCH --time=1
#SBATCH --signal=TERM@50
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=job.out
srun {ckpt_run} --signals TERM+TSTP,USR2 --checkpoint-exit-code 85 -- \\
  ./nbody {' '.join(work)}
status=$?
if [ $status = 85 ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit $status
""")

with Slurm("slurm") as slurm:
    job = slurm.submit("job.sh")
    slurm.until(lambda: slurm.state(job)[1] >= 1, "it was not requeued")
    check(os.path.exists("nbody.ckpt"), "there is no image;", read("job.out"))
    for _ in range(20):  # as many time slices as a slow machine takes
        before = slurm.state(job)
        if before[0] == "COMPLETED":
            break
        slurm.until(lambda: slurm.state(job)[1] > before[1]
                    or slurm.state(job)[0] == "COMPLETED",
                    "it neither ended nor was requeued")
    equal(slurm.state(job)[0], "COMPLETED", "state")

equal(read("result"), read("wanted"), "result")
