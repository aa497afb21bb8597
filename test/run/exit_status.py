# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every exit status of the job is that of ckpt_run, with and without
# --checkpoint-exit-code, also those that ckpt_run has for itself.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
from job import check, equal, program
from wrapped import run

for status in range(256):
    options = ["--checkpoint-exit-code", "85"] if status % 2 else []
    done = run(*options, "--", program("servant"), input=f"exit {status}\n",
               stdin=None)
    equal(done.returncode, status, f"the status after exit({status})")
    check("ckpt_run:" not in done.stderr, done.stderr)
