# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""each_llvm.py LIBRARIES VERSIONS COMMAND...: runs a shell command once for
each LLVM version (14,19) that the pass is there for.

In it {clang}, {clangxx} and {opt} are the tools of the version, {plugin} is the
pass, {irpass} what makes clang print the program as the pass leaves it, {N} the
version.  The status is that of the first command that fails.
"""
import os
import subprocess
import sys


def main(libraries, versions, *words):
    if versions == "none":
        sys.exit("the pass is there for no LLVM version with a compiler")
    for version in versions.split(","):
        plugin = os.path.join(libraries, f"ckpt_pass_{version}.so")
        command = " ".join(words)
        for name, value in {
                "{irpass}": f"clang-{version} -S -emit-llvm -o - "
                            f"-fpass-plugin={plugin}",
                "{clangxx}": f"clang++-{version}",
                "{clang}": f"clang-{version}", "{opt}": f"opt-{version}",
                "{plugin}": plugin, "{N}": version}.items():
            command = command.replace(name, value)
        print(f"+ LLVM {version}: {command}", file=sys.stderr, flush=True)
        status = subprocess.run(["bash", "-euo", "pipefail", "-c", command],
                                check=False).returncode
        if status:
            sys.exit(status if status > 0 else 128 - status)


main(*sys.argv[1:])
