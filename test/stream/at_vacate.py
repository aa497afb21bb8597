# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a SIGTSTP does after each sequence of commands; SIGUSR2 reads none.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, VACATED, equal
from stream import CARRIERS, text

END = b"end\n"
NEVER = "Condor: Error"
# commands at the SIGTSTP, the job's end, who has an image, what must be said
CASES = [
    ([], VACATED, "im", ()),
    (["end"], VACATED, "im", ()),
    (["# nothing", "", "end"], VACATED, "im", ()),
    (["ckpt other", "end"], 0, "other", ()),
    (["ckpt x/y", "ckpt other", "end"], 0, "other", ()),
    (["ckpt other", "exit 7"], 7, "other", ("Ckpt exit",)),
    (["exit 0"], 0, "im", ("Ckpt exit",)),
    (["exit 85", "ckpt other"], 85, "im", ("Ckpt exit",)),
    (["ckpt other"], VACATED, "other", ("Ckpt exit",)),
    (["iwd /", "fd 0 /dev/null r", "restart im", "migrate_from 3", "end"],
     VACATED, "im", ["line 2: iwd: it is too late for this; it must stand "
                     "before the first end", "line 3: fd: it is too late",
                     "line 4: restart: it is too late",
                     "line 5: migrate_from: it is too late"]),
    (["exit", "ckpt", "migrate_to x", "foo", "ckpt other", "exit 9"], 9,
     "other", ["line 2: exit: wrong", "line 3: ckpt: wrong",
               "line 4: migrate_to: wrong", 'line 5: "foo" is not']),
]
number = 0
for carrier in CARRIERS:
    for commands, status, image, said in CASES:
        number += 1
        os.mkdir(str(number))
        os.chdir(str(number))
        actor = Actor("im", "log")
        with carrier(END + text(*commands)) as starter:
            run = actor.start("vacate", "say on", **starter)
        run.ended(status, *said, never=[] if "line" in "".join(said)
                  else [NEVER])
        images = [name for name in ("im", "other") if os.path.exists(name)]
        equal(images, [image], f"{carrier.__name__} {commands}")
        goes_on = commands[-1:] == ["end"] and status == 0
        equal(os.path.exists("log"), goes_on, "goes on after it")
        actor.image = os.path.abspath(image)
        actor.restart().finished(never=["Remote", NEVER])
        equal(actor.lines()[-2:], ["on", "end"], commands)
        os.chdir("..")

# SIGUSR2 leaves the commands to the SIGTSTP behind it.  Each SIGTSTP reads up
# to its own end; the name of the last ckpt stays.
for carrier in CARRIERS:
    actor = Actor("im", "log")
    with carrier(END + text("ckpt a", "end", "ckpt b", "end", "exit 4")) as s:
        actor.start("periodic", "vacate", "vacate", "periodic", "say b",
                    "vacate", **s).ended(4, never=[NEVER])
    equal(actor.lines(), ["b"], "still running")
    os.remove("log")
    for image in ("im", "a", "b"):
        Actor(image, "log").restart().ended(VACATED if image != "b" else 0)
        os.remove(image)
    os.remove("log")
