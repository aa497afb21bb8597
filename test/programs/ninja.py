# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Ninja, C++, which builds itself, with its own tests; by clang with the pass.
# REQUIRES: long, source-ninja-build
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package

Package("ninja-build", "python3 configure.py --bootstrap && ./ninja all", [],
        check="./ninja_test", results=r"passed|FAILED.*").run()
