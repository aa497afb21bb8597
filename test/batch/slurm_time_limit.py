# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Shortly before its time limit a job writes a checkpoint, and its script puts
# it back into the queue: the recipe of docs/batch.md.
# REQUIRES: slurm, long
# RUN: rm -rf %t && mkdir %t
# RUN: %ckpt gcc -O2 -o %t/job %S/Inputs/until_told.c
# RUN: %python %s %t %ckpt_run
import os
import subprocess
import sys

from job import check, equal, read
from slurm import Slurm

directory, ckpt_run = sys.argv[1:]
os.chdir(directory)
# The job cannot be done before it was requeued, however fast the machine is.
TOLD = "requeued"
with open(TOLD, "wb"):
    subprocess.run(["./job", "wanted", TOLD], check=True)
os.remove(TOLD)

with open("job.sh", "w", encoding="ascii") as script:
    script.write(f"""#!/bin/bash
#SBATCH --time=1
#SBATCH --signal=TERM@50
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=job.out
srun {ckpt_run} --signals TERM+TSTP,USR2 --checkpoint-exit-code 85 -- \\
  ./job result {TOLD}
status=$?
if [ $status = 85 ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit $status
""")

with Slurm("slurm") as slurm:
    job = slurm.submit("job.sh")
    slurm.until(lambda: slurm.state(job)[1] >= 1, "it was not requeued")
    check(os.path.exists("job.ckpt"), "there is no image;", read("job.out"))
    with open(TOLD, "wb"):
        pass
    slurm.until(lambda: slurm.state(job)[0] == "COMPLETED",
                "it is not done")

equal(read("result"), read("wanted"), "result")
check(b"Will restart from" in read("job.out"), read("job.out"))
