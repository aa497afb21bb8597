# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A checkpoint that was not written is not counted: generations have no gaps.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import Actor

actor = Actor()
actor.start("periodic", "open 3 /proc/1/status r", "periodic", "close 3",
            "vacate", "open 3 /proc/1/status r", "periodic", "close 3",
            "periodic",
            flags=["-_condor_D_CKPT"]).vacated(
    "generation 1 written", "/proc/1/status", "generation 2 written")
actor.restart("-_condor_D_CKPT").finished(
    "/proc/1/status", "generation 3 written")
