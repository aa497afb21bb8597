# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# HMMER, by configure: vector code, and worker threads that take blocks of
# sequences from a queue.
# REQUIRES: long, source-hmmer
# RUN: %python %s %real --work %t
import os
import subprocess

from real_program import Package, Workload, sequences

LETTERS = "ACDEFGHIKLMNPQRSTVWY"


def prepare(directory):
    """A profile of the first family, and sequences of its kin and others."""
    sequences(directory, "family", 8, 300, LETTERS)
    sequences(directory, "data", 14000, 300, LETTERS)
    build = os.path.join(os.path.dirname(directory), "plain", "build")
    subprocess.run([os.path.join(build, "src", "hmmbuild"), "--amino", "--informat", "afa", "hmm",
                    "family"], cwd=directory, check=True,
                   stdout=subprocess.DEVNULL)


SEARCH = ["{dir}/src/hmmsearch", "--seed", "7", "--noali", "--max"]
TIMES = r"^# CPU time|^# Mc/sec"
Package("hmmer", "./configure && make -j2", [
    Workload([*SEARCH, "--cpu", "2", "--tblout", "table", "hmm", "data"],
             ["table"], prepare=prepare, work=5, name="threads",
             differs=TIMES + "|^# Date|^# Current dir|^# Program|"
             "^# Option settings|hmmsearch"),
    Workload([*SEARCH, "--cpu", "0", "hmm", "data"], prepare=prepare, work=5,
             name="serial", differs=TIMES),
], configured=["src/p7_config.h"],
        check="src/hmmstat tutorial/globins4.hmm && src/hmmsim -N 50 --seed 3 "
              "tutorial/globins4.hmm", results=r"^[^#].*").run()
