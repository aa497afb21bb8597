# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# LAPACK's test of the linear equation routines, in Fortran, by its makefiles:
# reads what to do from its standard input and prints a table.
# REQUIRES: long, source-lapack, gfortran
# RUN: %python %s %real --work %t
import os

from real_program import Package, Workload

INPUT = "TESTING/dtest.in"


def larger(directory):
    """The input of its own tests, with greater matrices."""
    build = os.path.join(os.path.dirname(directory), "plain", "build")
    with open(os.path.join(build, INPUT), encoding="ascii") as given:
        lines = given.read().split("\n")
    for number in (2, 4):
        assert lines[number].startswith("0 1 2 3 5 10 50 "), lines[number]
        lines[number] = lines[number].replace(" 50 ", " 100 ")
    with open(os.path.join(directory, "job.in"), "w", encoding="ascii") as out:
        out.write("\n".join(lines))


CONFIGURE = """sed "s,^FC = .*,FC = $FC,; s/-frecursive//" \
make.inc.example > make.inc
"""
CHECK = """make -C BLAS/TESTING double && cd BLAS/TESTING
./xblat1d && ./xblat2d < dblat2.in && ./xblat3d < dblat3.in
cat dblat2.out dblat3.out
../../TESTING/LIN/xlintstd < ../../TESTING/dtest.in
"""
Package("lapack", CONFIGURE + " && ".join(
    f"make -j2 -C {part} double"
    for part in ["BLAS/SRC", "SRC", "TESTING/MATGEN", "TESTING/LIN"]), [
        Workload(["{dir}/TESTING/LIN/xlintstd"], stdin="job.in",
                 prepare=larger, differs="Total time used"),
    ], check=CHECK, results=r"(?i).*(pass|fail|suspect|end of tests).*").run()
