# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A set-user-ID program: the runtime does nothing, and a flag is an error.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import shutil
import subprocess
import sys
import tempfile

from job import check, write

SOURCE = r"""
#include <signal.h>
#include <stdio.h>
int main(int argc, char **argv) {
  struct sigaction now;
  sigaction(SIGTSTP, 0, &now);
  printf("%d %d\n", argc, now.sa_handler == SIG_DFL);
}
"""
# ld.so takes such variables out of a set-user-ID program's environment.
TAKEN_OUT = {"TMPDIR": "x", "MALLOC_ARENA_MAX": "1"}
USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def run(*words):
    return subprocess.run([*USER, *words], capture_output=True, text=True,
                          check=False, env={**os.environ, **TAKEN_OUT})


write("main.c", SOURCE)
# The build's own directory may be closed to other users.
place = tempfile.mkdtemp()
try:
    os.chmod(place, 0o755)
    for mode in ("-static", "-pie"):
        program = os.path.join(place, "prog" + mode)
        subprocess.run([sys.argv[1], "gcc", mode, "main.c", "-o", program],
                       check=True)
        os.chmod(program, 0o4755)
        plain = run(program, "a")
        check(plain.stdout == "2 1\n" and plain.stderr == "", plain)
        refused = run(program, "a", "-_condor_ckpt", "f")
        check(refused.returncode == 255 and refused.stdout == "", refused)
        check("Condor: Error: this program runs with more rights"
              in refused.stderr, refused)
        check(refused.stderr.count("\n") == 1, refused)
finally:
    shutil.rmtree(place)
