# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lints of who includes whom: the layers of docs/architecture.md."""
import json
import os
import re

from lint_tree import CXX, FOLDERS

# A folder of the runtime may include folders of its own rank or of a lower
# one.  The restorer runs when everything else is unmapped.
RANK = {"abi": 0, "arch": 1, "sys": 1,
        "proc": 2, "fd": 2, "image": 2, "stream": 2, "remote": 2,
        "syscall": 3, "ckpt": 3, "restart": 3, "migrate": 3,
        "shims": 4, "api": 4, "start": 5}
RESTORER = {"abi", "arch", "sys", "restore"}
# Stands in for functions of the C library beside that library: takes its types
# and sets its errno.
WITH_LIBC = "shims"
_CXX_HEADER = re.compile(r"[a-z_]+|.*\.hpp|(llvm|clang|boost)/.*")
# What the compiler and the kernel bring; everything else is a C library's.
FREESTANDING = re.compile(
    r"(linux|asm|asm-generic)/.*|std(int|def|arg)\.h|cpuid\.h")

PROGRAMS_OWN = "runtime/include/"  # what programs include, in C

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes(tree, path):
    for number, line in tree.lines(path):
        match = _INCLUDE.match(line)
        if match:
            yield number, match.group(1), match.group(2)


def _runtime_findings(path, quote, target):
    own = path.split("/")[1]
    if quote == "<":
        if own == WITH_LIBC:
            if _CXX_HEADER.fullmatch(target):
                yield f"<{target}> is not a header of the C library"
        elif not FREESTANDING.fullmatch(target):
            yield f"<{target}> is not freestanding"
        return
    parts = target.split("/")
    if parts[0] != "runtime" or len(parts) < 3:
        yield f"runtime must not include {target}"
        return
    other = parts[1]
    if own == "restore":
        if other not in RESTORER:
            yield f"restore must not include {other}"
    elif own not in RANK or other not in RANK and own != "start":
        yield f"{own} or {other} has no place in the layers"
    elif RANK[own] < RANK.get(other, 0):
        yield f"{own} must not include {other}"


def direction(tree):
    """abi <- sys <- {proc, fd, image} <- ckpt <- start; driver and passes ->
    abi only; every include is written from the top of the tree."""
    for path in tree.select(CXX, FOLDERS):
        folder = path.split("/")[0]
        for number, quote, target in includes(tree, path):
            if folder == "runtime":
                for text in _runtime_findings(path, quote, target):
                    yield path, number, text
            elif folder in ("driver", "passes"):
                if (target.startswith(("runtime/", "tools/", "test/"))
                        and not target.startswith("runtime/abi/")):
                    yield path, number, (f"{folder} may include runtime/abi "
                                         f"only, not {target}")
            if (quote == '"' and folder in ("runtime", "driver", "tools")
                    and target.split("/")[0] in FOLDERS
                    and not tree.exists(target)):
                yield path, number, f"{target} does not exist"


def pure_sources(tree, build):
    """The runtime's sources that are built hosted too."""
    with open(os.path.join(build, "compile_commands.json"),
              encoding="utf-8") as file:
        return {os.path.relpath(entry["file"], tree.root)
                for entry in json.load(file)
                if "CMakeFiles/ckpt_pure.dir" in entry["command"]}


class Purity:
    """A header is pure when its source is built hosted, or it has none, it
    makes no system call, and all it includes is pure."""

    def __init__(self, tree, build):
        self.tree = tree
        self.sources = pure_sources(tree, build)
        self.known = {}

    def pure(self, header):
        if header not in self.known:
            self.known[header] = True
            self.known[header] = self._pure(header)
        return self.known[header]

    def _pure(self, header):
        source = os.path.splitext(header)[0] + ".cpp"
        if header.startswith("runtime/abi/") or not self.tree.exists(header):
            return True
        if header.endswith("/syscall_arch.h"):
            return False
        if self.tree.exists(source) and source not in self.sources:
            return False
        return all(self.pure(target)
                   for _, quote, target in includes(self.tree, header)
                   if quote == '"')


def pure(tree, build):
    """Pure sources include pure headers only; so do the tools."""
    purity = Purity(tree, build)
    if not purity.sources:
        yield "compile_commands.json", 1, "no source is in ckpt_pure"
    for path in sorted(purity.sources) + tree.select(CXX, ("tools",)):
        for number, quote, target in includes(tree, path):
            if (quote == '"' and target.startswith("runtime/")
                    and not purity.pure(target)):
                yield path, number, (f"{target} is neither runtime/abi nor "
                                     "one of the pure files")


PHASES = {"pre-libc", "normal", "signal", "restorer"}
_PHASE = re.compile(r"\bPhase: ([^.]*)\.")


class Phases:
    """What a file says of itself: "Phase: signal.", "Phase: any." or, where
    its functions differ, "Phase: pre-libc (arm), signal (the rest)."."""

    def __init__(self, text):
        named = re.sub(r"\([^)]*\)", "", text)
        words = {w.strip() for w in named.split(",")}
        self.mixed = named != text
        self.words = PHASES if words == {"any"} else words
        self.unknown = sorted(self.words - PHASES)

    def refused_by(self, other):
        """The phases in which this file must not include other."""
        missing = self.words - other.words
        if self.mixed and missing != self.words:
            return []
        return sorted(missing)


def _own_phases(tree, path):
    """None when the file does not say."""
    head = " ".join(
        line for line in tree.text(path).split("\n")[:60]
        if line.startswith("//"))
    match = _PHASE.search(head.replace(" //", ""))
    return Phases(match.group(1)) if match else None


def _phases(tree, path):
    """A source without a Phase line has its header's."""
    header = os.path.splitext(path)[0] + ".h"
    for candidate in (path, header):
        found = tree.exists(candidate) and _own_phases(tree, candidate)
        if found:
            return found
    return None


def phase(tree):
    """Every runtime header names its phases, and a file includes only headers
    that are allowed in all of its own."""
    for path in tree.select((".h",), ("runtime",)):
        if path.startswith(PROGRAMS_OWN):
            continue
        own = _own_phases(tree, path)
        if not own:
            yield path, 1, "no Phase line"
        elif own.unknown:
            yield path, 1, f"unknown phase: {', '.join(own.unknown)}"
    for path in tree.select((".h", ".cpp"), ("runtime",)):
        own = _phases(tree, path)
        for number, quote, target in includes(tree, path):
            if not own or quote == "<" or not tree.exists(target):
                continue
            other = _phases(tree, target)
            refused = own.refused_by(other) if other else []
            if refused:
                yield path, number, (f"{target} is not for phase "
                                     + ", ".join(refused))
