# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_path_map: files and the working directory are looked up where the
# longest pair says, in generation after generation.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
from job import Actor, Run, equal, program, read, write

TOP = os.getcwd()
os.makedirs("old/data")
os.mkdir("older")
write("old/in", "0123456789")
write("old/data/more", "abcdefgh")
write("older/near", "nearby")
actor = Actor()
actor.start("chdir old", "open 3 in r", "read 3 2", "open 4 out w+creat",
            "write 4 one", f"open 5 {TOP}/old/data/more r",
            f"open 6 {TOP}/older/near r", "vacate", "read 3 2", "read 5 3",
            "read 6 4", "write 4 two", "vacate", "read 3 2",
            "write 4 three", "state").vacated()
os.makedirs("new")
shutil.copytree("old", "new/place")
shutil.copytree("old/data", "elsewhere")
shutil.rmtree("old")
MAP = ("-_ckpt_path_map", f"{TOP}/old={TOP}/new/place", "-_ckpt_path_map",
       f"{TOP}/old/data={TOP}/elsewhere")
os.remove("new/place/data/more")
actor.restart().refused("working directory", f"{TOP}/old ")
actor.restart("-_ckpt_path_map", f"{TOP}/old={TOP}/none").refused(
    f"working directory {TOP}/none")
actor.restart(*MAP[:2]).refused(f"{TOP}/new/place/data/more")
actor.restart(*MAP).vacated()
# The next image has the new names.  -_condor_relocatable keeps this directory,
# and looks there for what no pair is about.
here = "-_ckpt_path_map", f"{TOP}/new/place={TOP}/new/place"
actor.restart("-_condor_relocatable").refused(f"{TOP}/in ")
actor.restart("-_condor_relocatable", *here).finished()
lines = actor.lines()
equal([line for line in lines if line.startswith("read")],
      ["read 3: 01", "read 3: 23", "read 5: abc", "read 6: near",
       "read 3: 45"], "reads")
equal([line.split()[1] for line in lines if line.startswith("cwd")],
      [TOP], "cwd")
equal(read("new/place/out"), b"onetwothree", "out")
for bad in ("old=/new", "/old", "/old=", "/old=new", "="):
    actor.restart("-_ckpt_path_map", bad).refused(
        f"-_ckpt_path_map {bad}: the value must be OLD=NEW, two paths that "
        "begin with /")
Run([program("actor"), "-_ckpt_path_map"]).refused(
    "-_ckpt_path_map requires an argument")
long = [word for _ in range(3)
        for word in ("-_ckpt_path_map", "/" + "x" * 1500 + "=/y")]
actor.restart(*long).refused("the pairs of this flag have more than 4096")
