# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# gdb attached to a restarted process finds its functions and its libraries.
# REQUIRES: gdb
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import re
import subprocess
import sys

from debug_image import MODES, build, facts, gdb, make_images
from job import check

for mode in MODES:
    build(sys.argv[1], mode)
    make_images()
    job = subprocess.Popen(["./program", "-_condor_restart", "image"],
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)
    try:
        check(b"waiting\n" in iter(job.stderr.readline, b""), "it does not go on")
        text = gdb(["-p", str(job.pid)], "echo ---\\n", "bt",
                   f"info symbol {facts()['puts']:#x}", "info sharedlibrary",
                   "frame function outer", "print name")
    finally:
        job.kill()
    bt = text.split("---\n")[1]
    check(re.search(r"#\d+ .*pause.*\n(.*\n)*#\d+ .* inner \(round=4\)"
                    r"(.*\n)*#\d+ .* outer \(round=4\)(.*\n)*#\d+ .* main \(",
                    bt), "backtrace:", text)
    check('= "round 4\\000' in bt, "a local variable:", text)
    check(re.search(r"^_?(IO_)?puts in section", bt, re.M), "puts:", text)
    if not mode.startswith("static"):
        check(re.search(r"0x0000\w+ +0x0000\w+ .*/libc\.so\.6", bt),
              "libraries:", text)
    os.chdir("..")
