# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# sort --parallel of coreutils, by configure: in memory, and with temporary
# files that are merged.
# REQUIRES: long, source-coreutils
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 48 << 20)


# By a hash of each line, which makes comparisons dear.
SORT = ["{dir}/src/sort", "--parallel=2", "-R", "--random-source=data"]
Package("coreutils", "./configure --disable-nls FORCE_UNSAFE_CONFIGURE=1 && "
        "make -j2 MAKEINFO=true", [
            Workload([*SORT, "-S", "600M", "data"], prepare=prepare,
                     name="memory"),
            Workload([*SORT, "-S", "12M", "-T", ".", "-o", "sorted"],
                     ["sorted"], stdin="data", prepare=prepare, name="merge"),
        ], configured=["lib/config.h"],
        check='make check-TESTS TESTS="$(echo tests/misc/sort*.*[lh])"',
        results=r"^# [A-Z]+: .*").run()
