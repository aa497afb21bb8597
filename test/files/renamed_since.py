# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A file that was open and has been renamed since: it gets its name back if the
# job was writing it, and is used where it is otherwise.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, check, equal, read, write

write("in", "abcdef")
actor = Actor()
actor.start("open 3 out w+creat", "write 3 saved", "open 4 in r", "vacate",
            "write 3 more", "read 4 3").vacated()
here = os.getcwd()


def names():
    return sorted(n for n in os.listdir(".") if n not in ("im", "im.cut", "log"))


write("out", "savedLOST")
os.rename("out", "done")
os.rename("in", "used")
# Nothing is renamed by a restart that is refused, or told not to roll back.
write("used", "other.")
actor.restart().refused(f"the file {here}/used has another content")
equal(names(), ["done", "used"], "names")
write("used", "abcdef")
actor.restart("-_ckpt_rollback", "off").finished(
    f"the file {here}/out is called {here}/done since the checkpoint, and is "
    "used there", never=["again"])
equal(names(), ["done", "used"], "names")
write("done", "savedLOST")
actor.restart().finished(
    f"the file {here}/done is called {here}/out again, as at the checkpoint",
    f"the file {here}/in is called {here}/used since the checkpoint, and is "
    "used there", f"{here}/out was cut from 9 to 5")
equal(names(), ["out", "used"], "names")
equal(read("out"), b"savedmore", "out")

# Another file has its name: it is told where the right one is.
os.rename("out", "out.1")
write("out", "new log")
actor.restart().refused(f"the file {here}/out",
                        f"the one of the checkpoint is called {here}/out.1 now")
equal(read("out"), b"new log", "the new one")
# Moved away, removed: it is gone.
os.remove("out")
os.mkdir("away")
os.rename("out.1", "away/out")
actor.restart().refused(f"the file {here}/out (descriptor 3) is gone")
check(not os.path.exists("out"), "it was made")

# An empty file that was removed: the next file may get its inode, and is not it.
empty = Actor("im2")
empty.start("open 3 empty w+creat", "vacate").vacated()
os.remove("empty")
for i in range(20):
    write(f"newer{i}", "")
empty.restart().refused(f"the file {here}/empty (descriptor 3) is gone")
equal(len([n for n in os.listdir(".") if n.startswith("newer")]), 20, "newer")
