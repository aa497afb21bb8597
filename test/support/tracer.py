# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Stops a process's threads as SIGSTOP would, and lets them go.  SIGCONT would
take a waiting SIGTSTP away."""
import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def ptrace(request, tid):
    if LIBC.ptrace(request, tid, None, None):
        raise OSError(ctypes.get_errno(), f"ptrace({request:#x})")


def stop(pid):
    """Returns the first thread and the others."""
    seize, interrupt, wait_all = 0x4206, 0x4207, 0x40000000
    threads = [int(tid) for tid in os.listdir(f"/proc/{pid}/task")]
    for request in (seize, interrupt):
        for tid in threads:
            ptrace(request, tid)
    for tid in threads:
        os.waitpid(tid, wait_all)
    threads.remove(pid)
    return [pid], threads


def let_go(threads):
    detach = 17
    for tid in threads:
        ptrace(detach, tid)


def is_pending(pid, number):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("ShdPnd:"):
                return int(line.split()[1], 16) >> (number - 1) & 1
    return False
