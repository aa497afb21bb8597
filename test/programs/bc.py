# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GNU bc, by configure: it checkpoints in the middle of pi's digits.
# REQUIRES: long, source-bc
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload


def prepare(directory):
    with open(f"{directory}/job.bc", "w", encoding="ascii") as script:
        script.write("scale=3800\n4*a(1)\nscale=120\n"
                     "for (i = 1; i < 130; i++) { e(l(i) * 3) }\nquit\n")


Package("bc", "./configure && make -j2 MAKEINFO=true", [
    Workload(["{dir}/bc/bc", "-l", "job.bc"], prepare=prepare, name="file"),
    Workload(["{dir}/bc/bc", "-l"], stdin="job.bc", prepare=prepare,
             name="filter"),
], check="""cd Test && set -o pipefail && for script in *.b; do
  ../bc/bc -l $script < /dev/null | cat -n | sed "s/^/$script:/"
done""", results=r"^\w+\.b:.*", configured=["config.h"]).run()
