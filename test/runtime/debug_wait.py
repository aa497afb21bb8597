# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_condor_debug_wait: the program waits before main() without using the
# processor, and the command it prints lets it go on.
# REQUIRES: gdb
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import re
import shlex
import subprocess
import sys

from job import check, write

write("main.c", '#include <stdio.h>\nint main(void) { puts("main"); }\n')
for mode in ("-static", "-pie"):
    subprocess.run([sys.argv[1], "gcc", mode, "main.c", "-o", "prog"],
                   check=True)
    job = subprocess.Popen(["./prog", "-_condor_debug_wait"],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           text=True)
    try:
        said = next(line for line in job.stderr if "waits" in line)
        check(f"Process {job.pid} waits for a debugger" in said, said)
        with open(f"/proc/{job.pid}/stat", encoding="utf-8") as stat:
            ticks = sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13]))
        check(ticks < 20, "it uses the processor:", ticks)
        command = re.search(r"(gdb .*)", said).group(1)
        gdb = subprocess.run(shlex.split(command) + ["-nx", "-batch"],
                             stdin=subprocess.DEVNULL, capture_output=True,
                             text=True, timeout=60, check=False)
        out, err = job.communicate(timeout=60)
        check(out == "main\n" and job.returncode == 0, out, err, gdb.stderr)
    finally:
        job.kill()
