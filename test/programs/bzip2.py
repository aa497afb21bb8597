# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# bzip2, by its plain makefile.
# REQUIRES: long, source-bzip2
# RUN: %python %s %real --work %t
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 112 << 20)


Package("bzip2", 'make -j2 CC="$CC" bzip2 libbz2.a', [
    Workload(["{dir}/bzip2", "-k", "-9", "data"], ["data.bz2"],
             prepare=prepare, name="file"),
    Workload(["{dir}/bzip2", "-c"], stdin="data", prepare=prepare,
             name="filter"),
], check='make CC="$CC" test').run()
