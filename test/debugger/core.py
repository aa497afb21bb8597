# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# gdb takes an image as the core file of its program: functions, variables,
# registers and libraries, in the first and in the third generation.
# REQUIRES: gdb
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import re
import sys

from debug_image import MODES, build, facts, gdb, make_images, values
from job import check, equal


def check_backtrace(core, generation):
    text = gdb(core, "echo ---\\n", "bt").split("---\n")[1]
    frames = re.findall(r"^#\d+ .*? (\w+) \((.*?)\) at .*program.c", text,
                        re.M)
    equal(frames, [("inner", f"round={generation}"),
                   ("outer", f"round={generation}"), ("main", "")],
          "backtrace")


def check_variables(core, generation):
    wanted = {
        "local": str(generation * 100 + 7),
        "answer": str(40 + generation),
        "zeroed": "{0 <repeats 8192 times>}",
        "kept": "{88 <repeats 8191 times>, 99}",
        "*heap@16": '"text on the heap"',
        "$rax": "0",
        "$rsi": "20",
        "$rip > (long)inner && $rip < (long)outer": "1",
        "/x $xmm9.v2_int64": "{0x1122334455667788, 0x99aabbccddeeff00}",
        "/x (long)&kept": hex(facts()["kept"]),
        "/x (long)main": hex(facts()["main"]),
    }
    shown = values(core, wanted)
    equal(dict(zip(wanted, shown)), wanted, "values")


def check_libraries(core, dynamic):
    text = gdb(core, "info sharedlibrary",
               f"info symbol {facts()['puts']:#x}")
    check(re.search(r"^_?(IO_)?puts in section \.text", text, re.M),
          "puts is elsewhere:", text)
    if dynamic:
        check(re.search(r"0x0000\w+ +0x0000\w+ .*/libc\.so\.6", text) and
              re.search(r"0x0000\w+ +0x0000\w+ .*/ld-linux", text) and
              "of /" in text, "the libraries are not shown:", text)


for mode in MODES:
    build(sys.argv[1], mode)
    make_images()
    for generation in (1, 3):
        core = ["program", f"image{generation}"]
        check_backtrace(core, generation)
        check_variables(core, generation)
        check_libraries(core, not mode.startswith("static"))
    os.chdir("..")
