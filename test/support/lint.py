# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lint.py LINT ROOT [BUILD]: checks a source tree, prints FILE:LINE: what.

Exit status: 0 nothing was found; 1 something was; 2 there is no such lint or
the tree holds no file to look at.
"""
import sys

import lint_includes
import lint_text
import lint_tree

LINTS = {
    "direction": lint_includes.direction,
    "file-length": lint_text.file_length,
    "function-length": lint_text.function_length,
    "marks": lint_text.marks,
    "paths": lint_text.paths,
    "phase": lint_includes.phase,
    "pure": lint_includes.pure,
    "spdx": lint_text.spdx,
    "whitespace": lint_text.whitespace,
}


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in LINTS:
        print("usage: lint.py LINT ROOT [BUILD]; lints:", *LINTS)
        return 2
    tree = lint_tree.Tree(arguments[1])
    if not tree.code():
        print(f"{arguments[1]}: no source files")
        return 2
    findings = list(LINTS[arguments[0]](tree, *arguments[2:]))
    for path, line, text in findings:
        print(f"{path}:{line}: {text}")
    return 1 if findings else 0


sys.exit(main(sys.argv[1:]))
