# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""forbid.py CALL[=FIRST_ARGUMENT]... -- COMMAND...

Runs a command in which system calls fail with EINVAL, as on a kernel that does
not know them, or with EPERM where the call has a minus sign in front, as in a
container that forbids them.
"""
import ctypes
import errno
import os
import sys

NUMBERS = {"prctl": 157, "unshare": 272, "setns": 308, "clone": 56,
           "clone3": 435, "close_range": 436, "ptrace": 101,
           "seccomp": 317}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7fff0000, 0x00050000
SET_NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2


class Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("yes", ctypes.c_uint8),
                ("no", ctypes.c_uint8), ("value", ctypes.c_uint32)]


class Program(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint16),
                ("code", ctypes.POINTER(Instruction))]


def rule(text):
    error = errno.EPERM if text.startswith("-") else errno.EINVAL
    name, _, argument = text.lstrip("-").partition("=")
    code = [(LOAD, 0, 0, 0), (EQUAL, 0, 3 if argument else 1, NUMBERS[name])]
    if argument:
        code += [(LOAD, 0, 0, 16), (EQUAL, 0, 1, int(argument, 0))]
    return code + [(RETURN, 0, 0, ERRNO | error)]


def main():
    end = sys.argv.index("--")
    code = [one for text in sys.argv[1:end] for one in rule(text)]
    code.append((RETURN, 0, 0, ALLOW))
    array = (Instruction * len(code))(*(Instruction(*one) for one in code))
    program = Program(len(code), array)
    libc = ctypes.CDLL(None, use_errno=True)
    if (libc.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0) or
            libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program))):
        sys.exit(f"seccomp: errno {ctypes.get_errno()}")
    os.execvp(sys.argv[end + 1], sys.argv[end + 1:])


main()
