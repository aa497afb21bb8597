# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The table of system calls has every call of this system's header, under its
# number; what the header lacks is of later kernels.
# RUN: echo '#include <sys/syscall.h>' | %cc -E -dM - > %t.h
# RUN: %python %s %t.h %src/docs/syscalls.md
import re
import sys

with open(sys.argv[1], encoding="ascii") as text:
    wanted = dict(re.findall(r"#define __NR_(\w+) (\d+)", text.read()))
with open(sys.argv[2], encoding="ascii") as text:
    have = {name: number for number, name in
            re.findall(r"^\| (\d+) \| `(\w+)` \|", text.read(), re.M)}
assert len(wanted) > 350, wanted
wrong = [name for name in wanted if have.get(name) != wanted[name]]
assert not wrong, f"not in runtime/abi/syscalls.def: {wrong}"
newest = max(int(number) for number in have.values())
assert newest >= 471 and len(have) >= 385, newest
