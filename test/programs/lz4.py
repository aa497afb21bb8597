# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# lz4, by CMake.
# REQUIRES: long, source-lz4
# RUN: %python %s %real --work %t
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 60 << 20)


Package("lz4", "cmake -S build/cmake -B b -DCMAKE_BUILD_TYPE=Release && "
        "cmake --build b -j2", [
            Workload(["{dir}/b/lz4", "-12", "-BD", "-q", "data", "data.lz4"],
                     ["data.lz4"], prepare=prepare, name="file"),
            Workload(["{dir}/b/lz4", "-11", "-c"], stdin="data",
                     prepare=prepare, name="filter"),
        ], check="cp -r tests t && cd t && ../b/lz4 -b1 -i1 datagencli.c",
        configured=["b/CMakeCache.txt"]).run()
