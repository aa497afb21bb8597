# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Starters: whoever gives a job its command stream.

A carrier is a way to hand commands over.  carrier(text) is a context: it yields
the flags and the descriptors the job needs; the text is there to be read, and
when `open` is true the writing end stays open until the context is left.
"""
import contextlib
import os
import socket
import threading

from job import write

ENABLED = "Condor: Notice: Remote system calls enabled."
EOF = "Condor: Error: EOF on command stream"


def text(*lines):
    return "".join(line + "\n" for line in lines).encode()


def fd_flags(fd):
    return {"flags": ("-_condor_cmd_fd", str(fd)), "pass_fds": (fd,)}


@contextlib.contextmanager
def command_file(commands, open=False):
    write("commands", commands)
    yield {"flags": ("-_condor_cmd_file", "commands")}


@contextlib.contextmanager
def file_descriptor(commands, open=False):
    write("commands", commands)
    fd = os.open("commands", os.O_RDONLY)
    yield fd_flags(fd)
    os.close(fd)


@contextlib.contextmanager
def pipe(commands, open=False):
    reader, writer = os.pipe()
    os.write(writer, commands)
    if not open:
        os.close(writer)
    yield fd_flags(reader)
    os.close(reader)
    if open:
        os.close(writer)


@contextlib.contextmanager
def stream_socket(commands, open=False):
    ours, theirs = socket.socketpair()
    ours.sendall(commands)
    if not open:
        ours.close()
    yield fd_flags(theirs.fileno())
    theirs.close()
    ours.close()


@contextlib.contextmanager
def fifo(commands, open=False):
    """Opened by the job itself, which waits for a writer."""
    with contextlib.suppress(FileExistsError):
        os.mkfifo("fifo")
    done = threading.Event()

    def serve():
        writer = os.open("fifo", os.O_WRONLY)
        os.write(writer, commands)
        if open:
            done.wait()
        os.close(writer)
    thread = threading.Thread(target=serve)
    thread.start()
    yield {"flags": ("-_condor_cmd_file", "fifo")}
    done.set()
    thread.join()


CARRIERS = [command_file, file_descriptor, pipe, stream_socket, fifo]


def in_call(pid, number):
    """Whether the process waits in this system call."""
    try:
        with open(f"/proc/{pid}/syscall", encoding="ascii") as call:
            return call.read().split()[0] == str(number)
    except OSError:
        return False
