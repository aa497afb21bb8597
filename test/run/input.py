# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Standard input, output and error are the job's: a stream through a pipe comes
# out whole, and a log that job and ckpt_run share keeps the lines of both.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs %ckpt_run
import hashlib
import os
import random
import subprocess

from job import LIMIT, check, equal, program, read, write
from wrapped import CKPT_RUN

numbers = [random.Random(1).randrange(-1000, 1000) for _ in range(100000)]
text, total = ["ready"], 0
for number in numbers:
    total += number
    text.append(f"count {total}")
done = subprocess.run([CKPT_RUN, "-f", "im", "--", program("servant")],
                      input="".join(f"add {n}\n" for n in numbers), text=True,
                      capture_output=True, timeout=LIMIT, check=True)
seen = [" ".join(line.split()[:1 + line.startswith("count")])
        for line in done.stdout.splitlines()]
equal(hashlib.sha256("\n".join(seen).encode()).hexdigest(),
      hashlib.sha256("\n".join(text).encode()).hexdigest(), "the stream")

# A warning of ckpt_run stands behind what the job had said at its checkpoint.
write("log")
words = [CKPT_RUN, "-f", "im", "--", program("servant"), "x"]
with open("log", "r+b") as log:
    job = subprocess.run(words, input=b"raise 20\n", stdout=log, stderr=log,
                         timeout=LIMIT, check=False)
    equal(job.returncode, -12, "status")
    os.rename("im", "im.1")
    write("im", b"damaged")
    job = subprocess.run(words, input=b"exit 0\n", stdout=log, stderr=log,
                         timeout=LIMIT, check=False)
equal(job.returncode, 0, "status")
lines = read("log").decode()
for line in ("Will checkpoint to im", "ckpt_run: warning: im: ",
             "ckpt_run: warning: restarting from im.1", "raised 0"):
    check(line in lines, line, "is not in", lines)
check(not os.path.exists("im.cut"), "lines were cut", lines)
