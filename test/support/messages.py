# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""messages.py ROOT: docs/messages.md has every message of the code and no other.

A message is known by the string literals in the call or statement that makes
it.  The page must have a row whose first cell, in backticks, contains the
longest of them, and no row that contains none.  Prints what is missing; exit status 1 then.
"""
import os
import re
import sys

# Where a user's line begins.
RUNTIME = (r"\b(?:error|notice|unsup|warn|report_line|debug_line|fatal|refuse|"
           r"damaged|fail|why_?\.(?:set|add)|Reason \w+|"
           r"Text<[^>]*> (?:text|line))\s*\(|\bkFailure =|\breturn(?= \")")
DRIVER = (r"\b(?:error|warning|note|bad|wrong)\s*\(|\bFailure\s*\{|"
          r"\b(?:refusal|text|advice) \+?= |\bkAdvice\[\] =|"
          r"\breturn (?=\"[a-z-]|invocation\.why)|\breturn \{")
RUN = (r"\b(?:error|warning|note|usage|no_answer)\s*\(|\bFailure\s*\{|"
       r"\bFailure failure = \{|\breturn \{|\bwhat \+?= ")
SHORTEST = 9  # shorter ones are parts of a line that another literal names
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'
                   r"'(?:\\.|[^'\\\n])+'|[(){};]", re.S)
LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"')
ROW = re.compile(r"^\| `([^`]+)` \|", re.M)


def statement(text, start):
    """From `start` to the end of the call or the statement."""
    depth = 1 if text[start - 1] in "({" else 0
    for match in TOKEN.finditer(text, start):
        token = match.group()
        if token in "({":
            depth += 1
        elif token in ")}":
            depth -= 1
        if depth <= 0 and token in ")};" and (depth < 0 or token == ";"
                                              or text[start - 1] in "({"):
            return text[start:match.start()]
    return text[start:]


def plain(text):
    return " ".join(text.split())


def literals(code):
    """The literals of a piece of code, neighbours joined."""
    code = re.sub(r"//[^\n]*", "", code)
    for match in re.finditer(r'(?:"(?:\\.|[^"\\\n])*"\s*)+', code):
        joined = "".join(LITERAL.findall(match.group()))
        yield plain(joined.replace('\\"', '"').replace("\\n", " "))


def messages(root):
    """(path, line, its literals, the longest first) of each message."""
    for folder, pattern in (("runtime", RUNTIME), ("driver", DRIVER),
                            ("tools/run", RUN)):
        for directory, _, names in sorted(os.walk(os.path.join(root, folder))):
            for name in sorted(names):
                path = os.path.join(directory, name)
                if not name.endswith((".cpp", ".h")):
                    continue
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                for match in re.finditer(pattern, text):
                    parts = [part for part in
                             literals(statement(text, match.end()))
                             if len(part) >= SHORTEST and " " in part]
                    if parts:
                        yield (os.path.relpath(path, root),
                               text.count("\n", 0, match.start()) + 1,
                               sorted(parts, key=len, reverse=True))


def main(root):
    with open(os.path.join(root, "docs/messages.md"), encoding="utf-8") as file:
        rows = [plain(row) for row in ROW.findall(file.read())]
    known = list(messages(root))
    missing = [f"{path}:{line}: not in docs/messages.md: {parts[0]}"
               for path, line, parts in known
               if not any(parts[0] in row for row in rows)]
    gone = [f"docs/messages.md: nothing says: {row}" for row in rows
            if not any(part in row for _, _, parts in known for part in parts)]
    print(*missing, *gone, sep="\n", end="\n" if missing or gone else "")
    return 1 if missing or gone or not known else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
