# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A job of a pre-emptible partition writes a checkpoint when another job wants
# its node, is requeued, and goes on from there: the recipe of docs/batch.md.
# REQUIRES: slurm
# RUN: rm -rf %t && mkdir %t
# RUN: %ckpt gcc -O2 -o %t/nbody %src/demo/nbody.c -lm
# RUN: %python %s %t %ckpt_run exec
#
# Slurm tells the batch script only when a partition's GraceTime is over, but
# the steps that srun has started at once: so there are several recipes.  It sends
# SIGTERM to every process, the job itself included.
import os
import subprocess
import sys

from job import check, equal, read
from slurm import Slurm

directory, ckpt_run, recipe = sys.argv[1:]
os.chdir(directory)
subprocess.run(["./nbody", "wanted"], check=True)

RECIPES = {  # partition and the end of the script
    "exec": ("low", f"""\
exec {ckpt_run} --signals TERM+TSTP,USR2 -- ./nbody result
"""),
    "auto": ("low", """\
exec ./nbody result -_ckpt_auto -_ckpt_signals TERM+TSTP,USR2
"""),
    "srun": ("grace", f"""\
srun {ckpt_run} --signals TERM+TSTP,USR2 --checkpoint-exit-code 85 -- \\
  ./nbody result
status=$?
if [ $status = 85 ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit $status
""")}
partition, end = RECIPES[recipe]

with open("urgent.sh", "w", encoding="ascii") as script:
    script.write("#!/bin/bash\n:\n")

with open("job.sh", "w", encoding="ascii") as script:
    script.write(f"""#!/bin/bash
#SBATCH --partition={partition}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=job.out
{end}""")
with Slurm("slurm") as slurm:
    job = slurm.submit("job.sh")
    slurm.until(lambda: os.path.exists("result")
                and read("result").count(b"\n") >= 8, "the job does not run")
    urgent = slurm.submit("--partition=high", "--output=urgent.out",
                          "urgent.sh")
    slurm.until(lambda: slurm.state(urgent)[0] == "COMPLETED",
                "the urgent job is not done")
    check(os.path.exists("nbody.ckpt"), "there is no image;", read("job.out"))
    check(read("result").count(b"\n") < 41,
          "the job was done before it was pre-empted")
    slurm.until(lambda: slurm.state(job)[0] == "COMPLETED",
                "the job is not done")
    equal(slurm.state(job)[1], 1, "restarts")
    equal(read("result"), read("wanted"), "result")
    check(b"Will restart from" in read("job.out"), read("job.out"))
