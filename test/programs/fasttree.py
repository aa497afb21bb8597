# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# FastTree, a science program with OpenMP: a tree of related sequences.
# REQUIRES: long, source-fasttree, ordinary-user
# RUN: %python %s %real --work %t
from real_program import Package, Workload, sequences


def prepare(directory):
    sequences(directory, "in.fasta", 280, 450)


# The command of Debian's rules.
Package("fasttree", "$CC -DOPENMP -fopenmp -O3 -finline-functions "
        "-funroll-loops -o FastTreeMP fasttree.c -lm", [
            Workload(["{dir}/FastTreeMP", "-nt", "-quiet", "-nosupport",
                      "in.fasta"], prepare=prepare),
            Workload(["{dir}/FastTreeMP", "-nt", "-quiet", "-nosupport",
                      "in.fasta"], prepare=prepare, ordinary=True,
                     name="ordinary-user"),
        ]).run()
