# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A checkpoint that fails: exit is not obeyed, the program runs on, and later
# checkpoints have the name that worked; -_ckpt_on_error kill ends it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import signal
from job import Actor, check, equal, read
from stream import pipe, text

WHY = ("no checkpoint was written: cannot create",
       "its directory does not exist", "The program goes on")
for last in ("end", "exit 7", "# no more"):
    actor = Actor("im", "log")
    with pipe(text("end", "ckpt gone/im", last)) as starter:
        actor.start("vacate", "say on", "periodic", "say after",
                    **starter).finished(
            *WHY, f"an earlier checkpoint in {os.path.abspath('im')} is")
    equal(actor.lines(), ["on", "after", "end"], last)
    os.remove("log")
    actor.restart().finished()
    equal(actor.lines(), ["after", "end"], "the name that worked")
    os.remove("log")

with pipe(text("end", "ckpt gone/im", "exit 7")) as starter:
    flags = starter.pop("flags")
    actor.start("vacate", "say on", flags=[*flags, "-_ckpt_on_error", "kill"],
                **starter).ended(-signal.SIGKILL, "The program is killed")
check(not os.path.exists("log"), "it went on")

# A starter that writes `end` behind `exit` too is still understood.
os.remove("im")
actor = Actor("im", "log")
with pipe(text("end", "ckpt gone/im", "exit 7", "end", "ckpt later", "exit 8",
               "end")) as starter:
    actor.start("vacate", "say on", "vacate", "say never",
                **starter).ended(8, *WHY)
equal(actor.lines(), ["on"], "the second request")
check(os.path.exists("later") and not os.path.exists("im"), os.listdir())
os.remove("log")

with pipe(text("end", "ckpt gone/im", "end")) as starter:
    flags = starter.pop("flags")
    Actor("im", "log").start("vacate", "say on", **starter, flags=[
        *flags, "-_ckpt_status", "status"]).finished(*WHY)
check(f"image={os.path.abspath('im')}\n" in read("status").decode(),
      "the status names the file that failed:", read("status"))
os.remove("log")

# Relative to a working directory that is gone: the command is refused, and
# what is left of the stream still counts; the checkpoint has the old name.
os.mkdir("gone")
actor = Actor("im", "log")
with pipe(text("iwd gone", "end", "ckpt im", "exit 7")) as starter:
    actor.start("chdir " + os.getcwd() + "/gone", "rmdir ../gone", "vacate",
                "say on", **starter).ended(
        7, "line 3: the checkpoint file im is relative to a working directory",
        never=("no checkpoint was written",))
actor.restart().finished()
equal(actor.lines(), ["on", "end"], "in the directory that is gone")
