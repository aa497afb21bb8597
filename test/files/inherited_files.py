# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Standard streams that are regular files: the same file goes on at the saved
# offset and length, another one is used as it is.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write


def with_files(call, **names):
    files = {k: open(path, mode) for k, (path, mode) in names.items()}
    try:
        return call(**files)
    finally:
        for file in files.values():
            file.close()


def start(name, *actions, **streams):
    actor = Actor(f"im.{name}", f"log.{name}")
    with_files(lambda **f: actor.start(*actions, **f), **streams).vacated()
    return actor


def restart(actor, **streams):
    return with_files(lambda **f: actor.restart(**f), **streams).finished()


twice = ("write 1 first", "vacate", "write 1 second")
job = start("append", *twice, stdout=("out", "ab"))
restart(job, stdout=("out", "ab"))
equal(read("out"), b"firstsecond", ">> and >> again")

job = start("grown", *twice, stdout=("out2", "wb"))
with open("out2", "ab") as out:
    out.write(b"Ckpt exit\nLOST-ON-CRASH\n")
run = restart(job, stdout=("out2", "ab"))
equal(read("out2"), b"firstsecond", "a file that grew is cut")
check("was cut from 29 to 5 bytes" in run.err, run.err)

job = start("mode", *twice, stdout=("out8", "w+b"))
with open("out8", "ab") as out:
    out.write(b"Ckpt exit\nLOST-ON-CRASH\n")
restart(job, stdout=("out8", "ab"))
equal(read("out8"), b"firstsecond", "for reading and writing, then >>")

job = start("truncated", *twice, stdout=("out3", "wb"))
run = restart(job, stdout=("out3", "wb"))
equal(read("out3"), b"second", "> truncated it")
check("is shorter (0 bytes) than at the checkpoint (5 bytes)" in run.err,
      run.err)

# ... and more was written since than the job had: it is not the job's to cut.
job = start("anew", *twice, stdout=("out7", "wb"))
write("out7", "a script's header, ")
run = restart(job, stdout=("out7", "ab"))
equal(read("out7"), b"a script's header, second", "> began it anew")
check("out7 is not the file that the job had there" in run.err, run.err)
check(not os.path.exists("im.anew.cut"), "something was cut")

job = start("another", *twice, stdout=("out4", "wb"))
write("else", "header:")
restart(job, stdout=("else", "ab"))
equal((read("out4"), read("else")), (b"first", b"header:second"), "another")

job = start("closed", *twice, stdout=("out5", "wb"))
run = restart(job, stdout=("/dev/null", "wb"))
equal(read("out5"), b"first", "/dev/null now")

write("in", "0123456789")
job = start("input", "read 0 4", "vacate", "read 0 3", stdin=("in", "rb"))
restart(job, stdin=("in", "rb"))
restart(job, stdin=("/dev/null", "rb"))
write("in2", "abcdefg")
restart(job, stdin=("in2", "rb"))
# Other input under the same name is refused.
write("in", "ABCDEFGHIJ")
with open("in", "rb") as changed:
    job.restart(stdin=changed).refused("has another content")
equal([x for x in job.lines() if x != "end"],
      ["read 0: 0123", "read 0: 456", "read 0: 456", "read 0: abc"], "input")

# One description under two numbers: > FILE 2>&1.
job = Actor("im.both", "log.both")
with open("out6", "wb") as out:
    job.start("write 1 out", "write 2 err", "vacate", "write 1 out",
              "write 2 err", stdout=out, stderr=out).vacated()
with open("out6", "ab") as out:
    job.restart("-_condor_nowarn", stdout=out, stderr=out).finished()
text = read("out6").decode()
check(text.endswith("outerr") and text.count("outerr") == 2, text)
check("Ckpt exit\n" in text, "the runtime's own lines were cut:", text)
