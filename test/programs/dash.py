# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The shell dash, which has no tests of its own: a script that computes, and
# turns its output round for a loop.
# REQUIRES: long, source-dash, autotools
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload

SCRIPT = """i=0; s=0
while [ $i -lt 1500000 ]; do
  i=$((i+1)); s=$(( (s*31+i)%1000003 ))
  case $s in *7*) set -- $s $i; echo "$2:$1";; esac
done > numbers
echo done $s
"""


def prepare(directory):
    with open(f"{directory}/job.sh", "w", encoding="ascii") as script:
        script.write(SCRIPT)


Package("dash", "autoreconf -fi; ./configure && make -j2", [
    Workload(["{dir}/src/dash", "job.sh"], ["numbers"], prepare=prepare),
]).run()
