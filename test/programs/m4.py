# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GNU m4, by configure, with its own tests: macros that call themselves, and
# diversions, which become temporary files.
# REQUIRES: long, source-m4
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload

MACROS = """define(`loop', `ifelse(eval($1 > 0), 1, `divert(eval(1 + $1 % 5))dnl
$1 format(`%08x', eval($1 * $1)) len($2)
loop(decr($1), $2)')')dnl
define(`outer', `ifelse(eval($1 > 0), 1, `loop(400, $1)outer(decr($1))')')dnl
outer(900)
"""


def prepare(directory):
    with open(f"{directory}/in.m4", "w", encoding="ascii") as macros:
        macros.write(MACROS)


Package("m4", "./configure FORCE_UNSAFE_CONFIGURE=1 && make -j2", [
    Workload(["{dir}/src/m4", "-L0", "in.m4"], prepare=prepare),
], check="make -k -j2 check", results=r"^(PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): .*|"
   r"^# [A-Z]+: .*|^(All|Failed) checks.*").run()
