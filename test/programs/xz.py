# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# xz, by configure, with its library shared and static.
# REQUIRES: long, source-xz-utils, ordinary-user
# It keeps a pipe to itself.
# RUN: %python %s %real --work %t
from real_program import Package, Workload, text_file


def prepare(directory):
    text_file(directory, "data", 7 << 20)


# Its threads block all signals.
BLOCKS = b"UNSUP: the program handles or blocks signal"

Package("xz-utils", "./configure --disable-nls --disable-doc $VARIANT && "
        "make -j2 && cp src/xz/.libs/xz xz || cp src/xz/xz xz", [
            Workload(["{dir}/xz", "-T1", "-6", "-k", "data"],
                     ["data.xz"], prepare=prepare, name="file",
                     may_say=BLOCKS),
            Workload(["{dir}/xz", "-T1", "-3", "-c"],
                     stdin="data", prepare=prepare, name="filter",
                     may_say=BLOCKS),
            Workload(["{dir}/xz", "-T2", "--block-size=1MiB", "-9", "-k",
                      "data"], ["data.xz"],
                     prepare=lambda where: text_file(where, "data", 10 << 20),
                     name="threads", may_say=BLOCKS),
            Workload(["{dir}/xz", "-T2", "--block-size=1MiB", "-9", "-c"],
                     stdin="data", name="ordinary-user", ordinary=True,
                     prepare=lambda where: text_file(where, "data", 10 << 20),
                     may_say=BLOCKS),
        ], check="make -j2 check", configured=["config.h"], variants={
            "shared": "", "static": "--disable-shared"}).run()
