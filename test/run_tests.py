# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs lit and closes with one line: "N passed, N failed, N skipped".

Exit status: 0 everything that ran passed; 1 a test failed; 2 no test ran, or
lit failed or cannot run here.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

PASSED = {"PASS", "FLAKYPASS", "XFAIL"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lit", required=True, help="lit's main script")
    parser.add_argument("--suite", required=True,
                        help="the build's test directory (lit.site.cfg.py)")
    parser.add_argument("--long", action="store_true",
                        help="also run the tests that take hours")
    parser.add_argument("--filter", default="",
                        help="only tests whose path matches this expression")
    parser.add_argument("-j", "--jobs", type=int,
                        default=min(max(os.cpu_count() or 2, 2), 8))
    parser.add_argument("paths", nargs="*",
                        help="tests or directories below the suite")
    return parser.parse_args()


def lit_command(arguments, results):
    command = [sys.executable, arguments.lit, "-sv",
               "--show-unsupported", f"-j{arguments.jobs}", "-o", results]
    if arguments.long:
        command += ["--param", "long=1"]
    if arguments.filter:
        command += ["--filter", arguments.filter]
    paths = arguments.paths or [""]
    return command + [os.path.join(arguments.suite, p) for p in paths]


def count(results):
    """(passed, failed, skipped) from lit's JSON; a code that is not known
    here counts as failed."""
    with open(results, encoding="utf-8") as file:
        codes = collections.Counter(t["code"] for t in json.load(file)["tests"])
    passed = sum(n for code, n in codes.items() if code in PASSED)
    skipped = sum(n for code, n in codes.items() if code in SKIPPED)
    return passed, sum(codes.values()) - passed - skipped, skipped


def main():
    arguments = parse_arguments()
    if not os.access("/dev/shm", os.W_OK | os.X_OK):
        print("lit's workers need /dev/shm, which this user cannot write: "
              "mount -t tmpfs -o mode=1777 tmpfs /dev/shm (as root)")
        return 2
    results = os.path.join(arguments.suite, "results.json")
    if os.path.exists(results):
        os.remove(results)
    status = subprocess.run(lit_command(arguments, results)).returncode
    if os.path.exists(results):
        passed, failed, skipped = count(results)
    else:
        print("lit wrote no results: see its messages above")
        passed, failed, skipped = 0, 0, 0
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    if failed:
        return 1
    return 2 if status or not passed else 0


sys.exit(main())
