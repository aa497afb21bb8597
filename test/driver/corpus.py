# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %ckpt %S/corpus
"""Command lines of real builds: the driver decides as the compiler did.

A line of corpus/*.txt is KIND OUTPUT COMMAND WORDS..., quoted as for a shell.
What KIND and OUTPUT are was taken from the linker that the compiler started,
or did not, and from the ELF header of the file that it wrote:
  program      a program with the C library's start-up code
  nostart      a program without it
  shared, relocatable
  none         no linker ran, or it wrote nothing
The lines are from builds of Debian packages, one of each combination of
options; names of files and repeated options are shortened.
"""
import collections
import glob
import os
import re
import shlex
import subprocess
import sys
import tempfile


def decision(printed):
    """KIND and OUTPUT as the driver sees them."""
    link = re.search(r"^verify: (.*) starts at", printed, re.M)
    if printed.startswith("link:") and link:
        return "program", link.group(1)
    if "start-up code" in printed:
        return "nostart", None
    if "makes no program" in printed:
        return "library", None
    return ("none" if printed.startswith("exec unchanged") else "?"), None


def agrees(kind, output, printed):
    decided, name = decision(printed)
    if kind in ("shared", "relocatable"):
        return decided == "library"
    return decided == kind and (kind != "program" or name == output)


driver, corpus = map(os.path.abspath, sys.argv[1:])
counts, failed = collections.Counter(), 0
with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    os.mkdir("bin")
    for path in sorted(glob.glob(os.path.join(corpus, "*.txt"))):
        with open(path, encoding="ascii") as file:
            lines = [line for line in file if not line.startswith("#")]
        for line in lines:
            kind, output, *words = shlex.split(line)
            command = os.path.join("bin", words[0])
            if not os.path.exists(command):  # its name is all that counts
                os.symlink("/bin/true", command)
            printed = subprocess.run(
                [driver, "--ckpt-dry-run", *words], stdout=subprocess.PIPE,
                env={"PATH": os.path.abspath("bin")}, text=True).stdout
            counts[kind] += 1
            if not agrees(kind, output, printed):
                failed += 1
                print(f"{os.path.basename(path)}: {line}    the driver: "
                      f"{printed.splitlines()[:1]}")
    os.chdir("/")
print(f"{sum(counts.values())} lines, {failed} wrong: {dict(counts)}")
sys.exit(failed != 0 or sum(counts.values()) < 300
         or min(counts.get(kind, 0) for kind in
                ("program", "none", "shared", "relocatable")) < 1)
