# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# SQLite's own test suite in Tcl, about 255,000 tests: linked with the plain
# compiler, with ours, and with ours and flags.  It does not run as root.
# REQUIRES: long, source-sqlite3, tcl, ordinary-user
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package

SUITE = """rm -rf suite && mkdir -m 777 suite && cd suite
user="setpriv --reuid=65534 --regid=65534 --clear-groups"
[ "$(id -u)" = 0 ] || user=
HOME=$PWD $user ../testfixture ../test/veryquick.test
"""
Package("sqlite3", "./configure --with-tcl=/usr/lib/tcl8.6 --disable-debug && "
        "make -j2 testfixture", [], configured=["sqlite_cfg.h"], check=SUITE,
        results=r"\d+ errors out of \d+ tests|^!Failures on these tests.*",
        ).run()
