# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# lzip, C++, by its own configure, with its own tests.
# REQUIRES: long, source-lzip
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 4 << 20)


Package("lzip", './configure CXX="$CXX" && make -j2', [
    Workload(["{dir}/lzip", "-9", "-k", "data"], ["data.lz"], prepare=prepare,
             name="file"),
    Workload(["{dir}/lzip", "-9"], stdin="data", prepare=prepare,
             name="filter"),
], check="make check", results="^tests completed successfully.*").run()
