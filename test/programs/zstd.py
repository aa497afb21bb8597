# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# zstd, by its plain makefile, compressing with two threads.
# REQUIRES: long, source-libzstd
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 24 << 20)


Package("libzstd", 'make -j2 -C programs zstd CC="$CC" V=1', [
    Workload(["{dir}/programs/zstd", "-T2", "-16", "-q", "-k", "data"],
             ["data.zst"], prepare=prepare, name="file"),
    Workload(["{dir}/programs/zstd", "-T2", "-16", "-q", "-c"], stdin="data",
             prepare=prepare, name="filter"),
], check="programs/zstd -T2 -b1e3 -i1 programs/zstdcli.c && "
         "programs/zstd -T2 -t -r tests/golden-decompression",
).run()
