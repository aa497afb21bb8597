# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lints of what is written: licence line, marks, blanks, paths, lengths."""
import ast
import glob
import os
import re

from lint_tree import CXX, FOLDERS, strip_comments_and_strings

SPDX = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
FILE_LIMIT = 500
FUNCTION_LIMIT = 60
# Joined here so that this file passes its own lint.
MARKS = re.compile(r"\b(" + "|".join(["TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK"])
                   + r")\b|^\s*#\s*if\s+0\b", re.M)


def spdx(tree):
    """The licence is the first line, or the second after an interpreter's."""
    for path in tree.code():
        lines = tree.text(path).split("\n", 2)
        line = lines[1] if lines[0].startswith("#!") and lines[1:] else lines[0]
        if SPDX not in line:
            yield path, 1, f"does not start with {SPDX}"


def marks(tree):
    """Nothing is left for later in the source: that is what issues are for."""
    for path in tree.code() + tree.select((".md",)):
        for number, line in tree.lines(path):
            match = MARKS.search(line)
            if match:
                yield path, number, f"{match.group().strip()} is left behind"


def whitespace(tree):
    for path in tree.code() + tree.select((".md", ".txt", ".json")):
        text = tree.text(path)
        for number, line in tree.lines(path):
            if line != line.rstrip():
                yield path, number, "blanks at the end of the line"
            if "\t" in line and not path.endswith((".S", ".td")):
                yield path, number, "a tab"
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            yield path, text.count("\n"), "does not end with one newline"


def file_length(tree):
    for path in tree.code():
        count = tree.text(path).count("\n")
        if count > FILE_LIMIT:
            yield path, count, f"{count} lines; the limit is {FILE_LIMIT}"


def _is_function(head):
    """head: the text between the last ; { or } and a {."""
    head = re.sub(r"^\s*(public|private|protected)\s*:", "", head)
    outside = re.sub(r"\([^()]*\)", "()", re.sub(
        r"\([^()]*\)", "()", re.sub(r"\([^()]*\)", "()", head)))
    if "()" not in outside or re.match(
            r"\s*(namespace|class|struct|union|enum|extern\s*$)\b", outside):
        return False
    return not re.search(r"(?<!operator)(?<!operator=)=(?!=)\s*$", outside)


def cxx_functions(text):
    """(first line, last line) of the outermost functions, by counting braces
    in text without comments, strings and preprocessor lines."""
    text = strip_comments_and_strings(text)
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(
        r"[^\n]", " ", m.group()), text, flags=re.M)
    # member_{value} is no body: those stand behind a blank.
    text = re.sub(r"(?<=[\w>])\{[^{};]*\}", lambda m: "(" + re.sub(
        r"[^\n]", " ", m.group()[2:]) + ")", text)
    depth, head_start, function = 0, 0, None
    for match in re.finditer(r"[{};]", text):
        position, symbol = match.start(), match.group()
        if symbol == "{":
            head = text[head_start:position]
            if function is None and _is_function(head):
                start = head_start + len(head) - len(head.lstrip())
                function = (depth, text.count("\n", 0, start) + 1)
            depth += 1
        elif symbol == "}":
            depth -= 1
            if function and depth == function[0]:
                yield function[1], text.count("\n", 0, position) + 1
                function = None
        head_start = position + 1


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno


def function_length(tree):
    for path in tree.select((".c", ".cpp", ".h", ".py"), FOLDERS):
        functions = (python_functions if path.endswith(".py")
                     else cxx_functions)
        for first, last in functions(tree.text(path)):
            if last - first + 1 > FUNCTION_LIMIT:
                yield path, first, (f"a function of {last - first + 1} lines; "
                                    f"the limit is {FUNCTION_LIMIT}")


_QUOTED = re.compile(r"`([A-Za-z0-9_./*-]+)`")
_NAMED = re.compile(r"(?<![\w./%{}*-])((?:" + "|".join(FOLDERS)
                    + r")/[\w./*-]*\w\.(?:h|cpp|c|S|def|td|py|md|txt|test|cmake))"
                    r"(?![\w/])")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_COMMENT = re.compile(r"^\s*(?://|#(?!include)|;|\*)(.*)")


def _exists(tree, path):
    """NAME stands for any name."""
    path = re.sub(r"\bNAME\b", "*", path)
    return bool(glob.glob(os.path.join(tree.root, path)))


def _named_paths(path, line):
    """The paths of this tree that a line of text speaks of."""
    for name in _QUOTED.findall(line):
        if name.split("/")[0] in FOLDERS and "/" in name:
            yield name
    yield from _NAMED.findall(line)
    if path.endswith(".md"):
        for target in _LINK.findall(line):
            yield os.path.normpath(os.path.join(os.path.dirname(path), target))


def paths(tree):
    """Files and folders named in documents and comments exist."""
    for path in tree.select(CXX + (".md", ".cmake", "CMakeLists.txt")):
        if path.startswith("test/layers/"):
            continue
        for number, line in tree.lines(path):
            if not path.endswith(".md"):
                match = _COMMENT.match(line) or re.search(r"//(.*)", line)
                line = match.group(1) if match else ""
            for name in sorted(set(_named_paths(path, line))):
                if not _exists(tree, name.rstrip("/")):
                    yield path, number, f"{name} does not exist"
