# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""same_configuration.py CKPT PLAIN OTHER...: two CMake build directories hold
the same results.  What may differ is how the compilers are called."""
import glob
import os
import re
import sys

ckpt, plain, *others = sys.argv[1:]
PATTERNS = ("CMakeCache.txt", "CMakeFiles/[0-9]*/CMake*Compiler.cmake")
NAMES = re.compile(r"CMAKE_C(XX)?_COMPILER(_ARG1)?\b|^//|^#")


def results(top):
    """File -> its lines, without the compilers' names."""
    found = {}
    for pattern in PATTERNS:
        for path in glob.glob(os.path.join(top, pattern)):
            with open(path, encoding="utf-8") as file:
                lines = file.read().replace(os.path.abspath(top), "TOP")
            lines = re.sub(r"\b" + re.escape(top) + r"\b", "TOP", lines)
            lines = re.sub(r"/[^ ;\"]*/xdg/ckpt_compile/[0-9a-f]+/",
                           "/usr/bin/", lines)
            found[os.path.relpath(path, top)] = {
                line for line in lines.splitlines() if not NAMES.search(line)}
    return found


expected = results(plain)
if len(expected) < 3:
    sys.exit(f"only {sorted(expected)} in {plain}")
status = 0
for other in others:
    seen = results(other)
    for name in sorted(expected | seen):
        for line in sorted(expected.get(name, set()) ^ seen.get(name, set())):
            status = 1
            print(f"{other}/{name}: {line}")
sys.exit(status)
