# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job of a pre-emptible partition writes a checkpoint when another job wants
# its node, is requeued, and goes on from there: the recipe of docs/batch.md.
# REQUIRES: slurm
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
subprocess.run(["./nbody", "wanted"], check=True)

with open("job.sh", "w", encoding="ascii") as script:
    script.write(f"""#!/bin/bash
#SBATCH --job-name=nbody
#SBATCH --partition=low
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=job.out
exec {ckpt_run} -- ./nbody result
""")
with open("urgent.sh", "w", encoding="ascii") as script:
    script.write("#!/bin/bash\n:\n")

with Slurm("slurm") as slurm:
    job = slurm.submit("job.sh")
    slurm.until(lambda: os.path.exists("result")
                and read("result").count(b"\n") >= 8, "the job does not run")
    urgent = slurm.submit("--partition=high", "--output=urgent.out",
                          "urgent.sh")
    slurm.until(lambda: slurm.state(urgent)[0] == "COMPLETED",
                "the urgent job is not done")
    check(os.path.exists("nbody.ckpt"), "there is no image;", read("job.out"))
    lines = read("result").count(b"\n")
    slurm.until(lambda: slurm.state(job)[0] == "COMPLETED",
                "the job is not done")
    equal(slurm.state(job)[1], 1, "restarts")

check(lines < 41, "the job was done before it was pre-empted")
equal(read("result"), read("wanted"), "result")
check(b"Will restart from" in read("job.out"), read("job.out"))
