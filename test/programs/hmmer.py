# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# HMMER, a science program with threads, by configure as Debian's rules make
# it: profiles of many families, and a search for one of them.
# REQUIRES: long, source-hmmer, autotools, divsufsort
# RUN: %python %s %real --work %t
import os
import subprocess

from real_program import Package, Workload, sequences

AMINO = "ACDEFGHIKLMNPQRSTVWY"


def families(directory):
    with open(os.path.join(directory, "all.sto"), "w", encoding="ascii") as out:
        for number in range(100):
            sequences(directory, "family", 40, 350, AMINO, seed=number)
            with open(os.path.join(directory, "family"), encoding="ascii") as f:
                known = f.read().replace(">", "").split()
            out.write(f"# STOCKHOLM 1.0\n#=GF ID f{number}\n")
            for name, text in zip(known[::2], known[1::2]):
                out.write(f"{name} {text}\n")
            out.write("//\n")


def database(directory):
    sequences(directory, "family.afa", 40, 300, AMINO)
    sequences(directory, "db.fasta", 8000, 300, AMINO)
    build = os.path.join(os.path.dirname(directory), "plain", "build")
    subprocess.run([os.path.join(build, "src/hmmbuild"), "--cpu", "0", "f.hmm",
                    "family.afa"], cwd=directory, check=True,
                   stdout=subprocess.DEVNULL)


TIMES = r"^(DATE |# CPU time:|# Mc/sec:)"
Package("hmmer", "AUTOHEADER=true autoreconf -fi && ./configure "
        "--enable-threads --enable-sse && make -j2", [
            Workload(["{dir}/src/hmmbuild", "--cpu", "2", "all.hmm", "all.sto"],
                     ["all.hmm"], prepare=families, differs=TIMES),
            Workload(["{dir}/src/hmmsearch", "--cpu", "2", "-o", "hits",
                      "f.hmm", "db.fasta"], ["hits"], prepare=database,
                     differs=TIMES),
        ], configured=["src/p7_config.h", "easel/esl_config.h"],
        check="make check", results=r"exercise +\d+ \[.*").run()
