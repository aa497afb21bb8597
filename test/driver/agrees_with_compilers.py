# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: %python %s %ckpt gcc
# RUN: %python %s %ckpt g++
# RUN: command -v clang || exit 0; %python %s %ckpt clang
"""The driver's opinion of what links, against the compiler's own plan (-###).
Lines that the compiler itself refuses are left out."""
import os
import re
import subprocess
import sys
import tempfile

LINES = """
a.c|-c a.c|-S a.c|-E a.c|-M a.c|-MM a.c|-MD a.c|-MMD a.c|a.o|a.o -o x|-o x a.c
-ox a.c|-fsyntax-only a.c|-x c a|-x c a -x none b.o|-x c-header a|foo.h
foo.h a.c|-lfoo|-L. -lfoo|-Wl,-z,now|-Xlinker -r|-Xlinker a.o|-Wl,a.o|-u foo
-T a.o|-I a.c|-I a.c b.o|-D a.c|-U a.c|-include a.c|-include a.c b.o|-MF a.c
-MT a.c -c b.c|-B a.c|-L a.c|-A foo=bar a.c|-idirafter a.c|-imacros a.c
-iquote a.c|-isystem a.c|-isysroot / a.c|-aux-info x a.c|-dumpdir x a.c
-dumpbase x a.c|-Ttext 0|-Tdata a.c|-Xassembler -c a.c|-Xpreprocessor -E a.c
-shared a.o|-r a.o|-static a.c|-static-pie a.c|-pie a.c|-no-pie a.c|-nostdlib a.c
-nostartfiles a.c|-nodefaultlibs a.c|-c a.o|-E -|-x c -|-x c -c -|-flto a.c
-fwhole-program a.c|-save-temps a.c|-pipe a.c|-v a.c|-print-file-name=x a.c
--print-search-dirs a.c|-dumpversion a.c|-dumpmachine a.c|-Xclang -E a.c
-mllvm -c a.c|-emit-llvm -c a.c|-emit-llvm -S a.c|-emit-ast a.c|--analyze a.c
--precompile a.c|-MJ x a.c|-target x86_64-linux-gnu a.c|--sysroot / a.c
--sysroot=/ a.c|--param max-inline-insns-single=3 a.c|-e foo a.c|-z now a.c
--output x a.c|--compile a.c|--preprocess a.c|--language c a|--for-linker -r a.o
-export-dynamic a.c|-rdynamic a.c|-pthread a.c|-fopenmp a.c|-g -O2 a.c b.c|-O2
"""
LINKER = re.compile(r'^ "?[^" ]*/(collect2|([\w-]+-)?ld)"? ', re.M)


def links(compiler, words):
    """None: the compiler refuses the line."""
    run = subprocess.run([compiler, "-###", *words], capture_output=True,
                         stdin=subprocess.DEVNULL, text=True, check=False)
    return None if run.returncode else bool(LINKER.search(run.stderr))


def driver_links(driver, compiler, words):
    run = subprocess.run([driver, "--ckpt-dry-run", compiler, *words],
                         capture_output=True, stdin=subprocess.DEVNULL,
                         text=True, check=True)
    return (run.stdout.startswith(("link:", "refuse:"))
            or "makes no program" in run.stdout
            or "leaves out" in run.stdout)


driver, compiler = sys.argv[1:3]
compared, failed = 0, 0
with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    for name in ("a", "a.c", "b.c", "a.o", "b.o", "foo.h"):
        with open(name, "w", encoding="ascii") as file:
            file.write("int main(void) { return 0; }\n")
    for line in LINES.replace("\n", "|").strip("|").split("|"):
        expected = links(compiler, line.split())
        if expected is None:
            continue
        compared += 1
        if driver_links(driver, compiler, line.split()) != expected:
            failed += 1
            print(f"{compiler} {line}: the compiler links: {expected}")
    os.chdir("/")
print(f"{compared} compared, {failed} differ")
sys.exit(failed != 0 or compared < 50)
