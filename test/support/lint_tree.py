# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What every lint needs: the files of a source tree and C++ without comments.

A finding is (path, line, text); a lint is a function from a Tree to findings.
"""
import os
import re

CXX = (".c", ".cpp", ".h", ".def", ".S")
SCRIPTS = (".py", ".cmake", ".cfg", ".sh", ".in", ".ld", ".td")
NAMES = ("CMakeLists.txt", "bootstrap", ".ci/run")
FOLDERS = ("bench", "cmake", "demo", "docs", "driver", "passes", "runtime",
           "test", "tools")


class Tree:
    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.paths = sorted(self._walk())
        self._text = {}

    def _walk(self):
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders
                          if f not in (".git", "__pycache__", "corpus")
                          and not f.startswith("build")]
            for name in files:
                path = os.path.relpath(os.path.join(folder, name), self.root)
                yield path

    def text(self, path):
        if path not in self._text:
            with open(os.path.join(self.root, path), encoding="utf-8",
                      errors="replace") as file:
                self._text[path] = file.read()
        return self._text[path]

    def lines(self, path):
        """(number, line) from 1; a last line without its newline too."""
        return enumerate(self.text(path).split("\n"), 1)

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def select(self, suffixes, folders=None):
        return [p for p in self.paths
                if p.endswith(suffixes)
                and (folders is None or p.split("/")[0] in folders)]

    def code(self):
        """Every file that people write as code."""
        return [p for p in self.paths
                if p.endswith(CXX + SCRIPTS + (".test",)) or p in NAMES
                or os.path.basename(p) in NAMES]


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def strip_comments_and_strings(text):
    """Blanks them, newlines kept, so that line numbers stay true.  A ' between
    digits is no quote."""
    text = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", text)
    return _TOKEN.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
