# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program that does nothing but clock calls is mostly stopped inside the
# vDSO; its images never are: most go on where that call returns to.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: for m in static static-pie pie no-pie; do \
# RUN:   %ckpt gcc -O2 -$m %src/test/Inputs/clock_loop.c -o $m && \
# RUN:   %python %s $m %unit/vdso_image || exit 1; done
import collections
import os
import signal
import subprocess
import sys
from job import check

IMAGES = 40


def inode():
    try:
        return os.stat("im").st_ino
    except FileNotFoundError:
        return None


def ask(job):
    """A periodic checkpoint; returns when the new image is in place.  The old
    one stays open, so that its inode is not used again."""
    old = open("im", "rb") if inode() else None
    before = inode()
    job.send_signal(signal.SIGUSR2)
    while inode() == before:
        check(job.poll() is None, "died:", job.returncode)
        os.sched_yield()
    if old:
        old.close()


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
job = subprocess.Popen(["./" + sys.argv[1], "-_condor_nowarn", "-_condor_ckpt",
                        "im"], stderr=subprocess.DEVNULL)
places = collections.Counter()
try:
    for _ in range(IMAGES):
        ask(job)
        rip, place = subprocess.run([sys.argv[2], "rip", "im"], check=True,
                                    stdout=subprocess.PIPE,
                                    text=True).stdout.split()
        check(place == "outside", "stopped in the vDSO at", rip)
        places[rip] += 1
finally:  # it would keep lit waiting for the end of its output
    job.kill()
    job.wait()
os.remove("im")
_, often = places.most_common(1)[0]
check(often > IMAGES // 2, "no place is the common one:", places)
print(sys.argv[1], places)
