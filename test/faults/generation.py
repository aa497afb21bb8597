# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A checkpoint that was not written is not counted: generations have no gaps.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import Actor

actor = Actor()
actor.start("periodic", "open 3 . r", "periodic", "close 3", "vacate",
            "open 3 . r", "periodic", "close 3", "periodic",
            flags=["-_condor_D_CKPT"]).vacated(
    "generation 1 written", "is an open directory", "generation 2 written")
actor.restart("-_condor_D_CKPT").finished(
    "is an open directory", "generation 3 written")
