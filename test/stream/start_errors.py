# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each command that is wrong has one line with its number and its name; those
# behind it are obeyed.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, write
from stream import command_file, text

write("in", "x")
os.mkdir("dir")
BAD = [("foo bar", '"foo" is not a command; the commands are iwd, fd, ckpt, '
        "restart, migrate_to, migrate_from, exit, end"),
       ("\33[31mred", '"?[31mred" is not a command'),
       ("IWD dir", '"IWD" is not a command'),
       ("iwd", "iwd: wrong number of words; it is written: iwd PATH"),
       ("iwd dir dir", "iwd: wrong number of words"),
       ("iwd nowhere", "iwd: nowhere: there is no such file or directory "
        "(errno 2)"),
       ("iwd in", "iwd: in: a part of it is not a directory (errno 20)"),
       ('iwd ""', 'iwd: "" is no file\'s name'),
       ('iwd "dir', "iwd: a closing quote is missing"),
       ("fd 0 in", "fd: wrong number of words; it is written: fd N PATH MODE"),
       ("fd x in r", 'fd: "x" is not a descriptor\'s number'),
       ("fd -1 in r", 'fd: "-1" is not a descriptor\'s number'),
       ("fd 08 in r", 'fd: "08" is not a descriptor\'s number'),
       ("fd 7 in rw", 'fd: "rw" is not an open mode'),
       ("fd 7 in 0x200000", 'fd: "0x200000" is not an open mode'),
       ("fd 7 gone r", "fd: gone: there is no such file or directory"),
       ("fd 7 dir w", "fd: dir: it is a directory"),
       ("fd 7 in 0301", "fd: in: it exists already"),
       ("fd 999999999 in r", "fd: 999999999 is above the limit of open files"),
       ("fd 7 " + 4096 * "x" + " r", "fd: a word is too long"),
       ("ckpt", "ckpt: wrong number of words; it is written: ckpt PATH"),
       ("restart a b", "restart: wrong number of words; it is written: restart "
        "[PATH]"),
       ("migrate_to host 4000", "migrate_to: it is too early for this"),
       ("migrate_to host 0", 'migrate_to: "0" is not a port'),
       ("migrate_from x", 'migrate_from: "x" is not a descriptor\'s number'),
       ("exit", "exit: wrong number of words; it is written: exit STATUS"),
       ("exit 256", 'exit: "256" is not an exit status'),
       ("exit -1", 'exit: "-1" is not an exit status'),
       ("end now", "end: wrong number of words; it is written: end"),
       ("iwd \0dir", "it holds a NUL character"),
       ("# " + 9000 * "x", "it is too long; at most 8192 characters are "
        "possible")]
lines = [line for line, _ in BAD] + ["fd 5 in r", "ckpt im", "end"]
with command_file(text(*lines)) as starter:
    actor = Actor("unused", "log")
    run = actor.start("read 5 1", "state", "vacate", **starter).vacated()
said = [line for line in run.err.splitlines() if "Error" in line]
equal(len(said), len(BAD), "lines on stderr")
for number, ((line, why), seen) in enumerate(zip(BAD, said), 1):
    check(seen.startswith(f"Condor: Error: command stream, line {number}: "
                          + why), line, seen)
equal(actor.lines()[0], "read 5: x", "the commands behind them")
check(not [line for line in actor.lines() if line.startswith("fd 7 ")], "fd 7")
check(os.path.exists("im"), "ckpt")
