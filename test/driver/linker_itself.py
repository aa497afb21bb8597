# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: rm -rf %t && mkdir -p %t && cd %t && %python %s %ckpt %src
"""ld in front of the command line, under each of its names and in each link
mode: the program is checkpointed and restarted.  gold has no -static-pie."""
import os
import shutil
import signal
import subprocess
import sys

DRIVER, SOURCE = sys.argv[1:]
LINKERS = ["ld", "ld.bfd", "ld.gold", "ld.lld", "mold", "ld.mold",
           "x86_64-linux-gnu-ld"]


def gcc_file(name):
    return subprocess.check_output(["gcc", "-print-file-name=" + name],
                                   text=True).strip()


def mode_words(mode):
    """What gcc gives to the linker, by hand."""
    start, begin, end, words = {
        "no-pie": ("crt1.o", "crtbegin.o", "crtend.o",
                   ["-dynamic-linker", "/lib64/ld-linux-x86-64.so.2"]),
        "pie": ("Scrt1.o", "crtbeginS.o", "crtendS.o",
                ["-pie", "-dynamic-linker", "/lib64/ld-linux-x86-64.so.2"]),
        "static": ("crt1.o", "crtbeginT.o", "crtend.o", ["-static"]),
        "static-pie": ("rcrt1.o", "crtbeginS.o", "crtendS.o",
                       ["-static", "-pie", "--no-dynamic-linker", "-z",
                        "text"]),
    }[mode]
    first = [gcc_file(name) for name in (start, "crti.o", begin)]
    last = [gcc_file(name) for name in (end, "crtn.o")]
    paths = ["-L" + os.path.dirname(gcc_file(name))
             for name in ("libgcc.a", "libc.so")]
    libraries = (["--start-group", "-lgcc", "-lgcc_eh", "-lc", "--end-group"]
                 if mode.startswith("static") else ["-lc", "-lgcc"])
    return [*words, *first, "job.o", *paths, *libraries, *last]


def run(*command):
    """Exit status, with what it prints added to out."""
    with open("out", "ab") as out:
        return subprocess.run(
            command, stdout=out, stderr=subprocess.DEVNULL,
            env={**os.environ, "JOB_SIGNAL": str(int(signal.SIGTSTP))},
            timeout=60, check=False).returncode


def survives(program):
    open("out", "wb").close()
    status = run(program, "-_condor_ckpt", "image")
    restarts = 0
    while status == -signal.SIGUSR2 and restarts < 9:
        restarts += 1
        status = run(program, "-_condor_restart", "image")
    with open("out", encoding="ascii") as out:
        return (status, restarts, out.read()) == (7, 3, "0\n1\n2\n")


def main():
    subprocess.run(["gcc", "-O2", "-I", SOURCE + "/test/Inputs", "-c",
                    SOURCE + "/test/driver/Inputs/three.c", "-o", "job.o"],
                   check=True)
    tried = failed = 0
    for linker in filter(shutil.which, LINKERS):
        for mode in ("no-pie", "pie", "static", "static-pie"):
            if (linker, mode) == ("ld.gold", "static-pie"):
                continue
            tried += 1
            words = mode_words(mode)
            if mode == "static":  # a response file too
                with open("words", "w", encoding="ascii") as file:
                    file.write(" ".join(words))
                words = ["@words"]
            done = subprocess.run([DRIVER, linker, "-o", "job", *words],
                                  capture_output=True, text=True, check=False)
            if done.returncode or done.stderr or not survives("./job"):
                failed += 1
                print(linker, mode, done.returncode, done.stderr)
    print(f"{tried} tried, {failed} failed")
    return failed != 0 or tried < 8


sys.exit(main())
