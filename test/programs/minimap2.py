# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# minimap2 aligns long reads, in a pipeline of threads, by its plain makefile.
# REQUIRES: long, source-minimap2
# RUN: %python %s %real --work %t
import random

from real_program import Package, Workload


def prepare(directory):
    chance = random.Random(4)
    genome = "".join(chance.choices("ACGT", k=600000))
    with open(f"{directory}/ref.fa", "w", encoding="ascii") as out:
        out.write(f">g\n{genome}\n")
    with open(f"{directory}/reads.fa", "w", encoding="ascii") as out:
        for number in range(2600):
            begin = chance.randrange(len(genome) - 6000)
            read = "".join(
                letter if chance.random() > .08
                else chance.choice(["", chance.choice("ACGT"), letter + "A"])
                for letter in genome[begin:begin + 5000])
            out.write(f">r{number}\n{read}\n")


Package("minimap2", "make -j2 $VARIANT", [
    Workload(["{dir}/minimap2", "-a", "-x", "map-ont", "-t", "3", "-K", "500k",
              "ref.fa", "reads.fa"], prepare=prepare, talks=True,
             differs="^@PG"),
], variants={"dynamic": "", "static": "LDFLAGS=-static"}).run()
