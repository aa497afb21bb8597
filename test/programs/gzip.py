# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# gzip, by configure, with its own tests: a file, and as a filter.
# REQUIRES: long, source-gzip
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 48 << 20)


Package("gzip", "./configure FORCE_UNSAFE_CONFIGURE=1 && make -j2", [
    Workload(["{dir}/gzip", "-9", "-k", "-n", "data"], ["data.gz"],
             prepare=prepare, name="file"),
    Workload(["{dir}/gzip", "-9n"], stdin="data", prepare=prepare,
             name="filter"),
], check="make -k -j2 check", results=r"^(PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): .*|"
   r"^# [A-Z]+: .*").run()
