# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# MiniSat, C++, by its makefile: a hard random formula.
# REQUIRES: long, source-minisat2
# RUN: %python %s %real --work %t
import random
from real_program import Package, Workload

VARIABLES = 272


def prepare(directory):
    chance = random.Random(7)
    clauses = int(VARIABLES * 4.27)
    with open(f"{directory}/job.cnf", "w", encoding="ascii") as out:
        out.write(f"p cnf {VARIABLES} {clauses}\n")
        for _ in range(clauses):
            three = chance.sample(range(1, VARIABLES + 1), 3)
            out.write(" ".join(str(chance.choice((v, -v))) for v in three)
                      + " 0\n")


Package("minisat2", 'make -j2 r CXX="$CXX"', [
    Workload(["{dir}/build/release/bin/minisat", "-verb=0", "job.cnf",
              "answer"], ["answer"], prepare=prepare),
]).run()
