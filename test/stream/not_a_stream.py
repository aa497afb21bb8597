# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Descriptors and files that no stream can come from: refused before main().
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import socket
from job import Actor, check
from stream import fd_flags, text

os.mkdir("dir")
job = Actor("im", "log")
FD = "Condor: Error: Can't parse cmd stream fd (%d)"
FILE = "Condor: Error: Can't read cmd file %s: "


def refused(*said, **starter):
    job.start("say main", **starter).refused(*said)
    check(not os.path.exists("log"), "main ran")


refused(FD % 9 + ": it is not open", flags=("-_condor_cmd_fd", "9"))
reader, writer = os.pipe()
refused(FD % writer + ": it is not open for reading", **fd_flags(writer))
path = os.open("dir", os.O_PATH)
refused(FD % path + ": it is not open for reading", **fd_flags(path))
directory = os.open("dir", os.O_RDONLY)
refused(FD % directory + ": it is a directory", **fd_flags(directory))
for kind in (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    ours.send(text("end"))
    refused(FD % theirs.fileno() + ": it is a socket of datagrams",
            **fd_flags(theirs.fileno()))
listening = socket.socket()
listening.bind(("127.0.0.1", 0))
listening.listen()
refused(FD % listening.fileno() + ": it is a socket without a connection",
        **fd_flags(listening.fileno()))

refused(FILE % "gone" + "there is no such file or directory (errno 2)",
        flags=("-_condor_cmd_file", "gone"))
refused(FILE % "dir" + "it is a directory", flags=("-_condor_cmd_file", "dir"))
refused("-_condor_cmd_fd 5 and -_condor_cmd_file f exclude each other",
        flags=("-_condor_cmd_fd", "5", "-_condor_cmd_file", "f"))
os.environ["CKPT_FLAGS"] = "-_condor_cmd_file f"
refused("-_condor_cmd_fd 5 and -_condor_cmd_file f exclude each other",
        flags=("-_condor_cmd_fd", "5"))
