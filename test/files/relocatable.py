# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# With -_condor_relocatable files below the old working directory are found at
# the same place below the new one, itself too; those outside stay where they are.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, equal, read, write

os.makedirs("old/sub")
write("old/sub/in", "0123456789")
write("outside", "abcdefgh")
# A directory whose name only begins like the old one is outside.
os.mkdir("older")
write("older/near", "nearby")
actor = Actor()
actor.start("chdir old", "open 3 sub/in r", "read 3 2", "open 4 out w+creat",
            "write 4 first", f"open 5 {os.path.abspath('outside')} r",
            f"open 6 {os.path.abspath('older/near')} r", "open 7 . r",
            "vacate", "read 3 2",
            "read 5 3", "read 6 4", "write 4 second").vacated()
shutil.copytree("old", "new")
shutil.rmtree("old")
actor.restart().refused("working directory")
actor.restart("-_condor_relocatable", cwd="new").finished()
equal(actor.lines(), ["read 3: 01", "read 3: 23", "read 5: abc",
                      "read 6: near", "end"], "reads")
equal(read("new/out"), b"firstsecond", "out")
