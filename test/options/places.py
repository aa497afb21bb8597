# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each option from --ckpt-default, from CKPT_FLAGS and from the command line:
# the later place wins, errors name the place, all of them work together.
# RUN: rm -rf %t && mkdir %t && cd %t
# RUN: %ckpt --ckpt-default='-_ckpt_exit_code 81 -_ckpt_keep 2 -_ckpt_interval \
# RUN:   900 -_ckpt_signals HUP+TSTP,USR1 -_ckpt_path_map /none=/nowhere \
# RUN:   -_ckpt_status linked -_ckpt_auto -_ckpt_on_error kill -_ckpt_file im' \
# RUN:   gcc -O1 -static %src/test/jobs/actor.c -o job
# RUN: %ckpt --ckpt-default='-_ckpt_keep none' gcc -O1 -static \
# RUN:   %src/test/jobs/actor.c -o bad
# RUN: %python %s .
import os
from signal import SIGHUP
from job import Actor, Run, check, equal

actor = Actor()
STEPS = ["say one", "vacate", "say two", "vacate", "say three", "raise 10",
         f"raise {int(SIGHUP)}", "say four"]


def start(flags="", *words):
    environment = actor.environment()
    if flags:
        environment["CKPT_FLAGS"] = flags
    return Run(["./job", *words, *STEPS], env=environment)


def files():
    return sorted(name for name in os.listdir(".")
                  if name not in ("job", "bad", "log"))


start().ended(81)
equal(files(), ["im", "linked"], "after the first")
check("interval=900" in open("im", "rb").read().decode("latin-1"), "options")
start("-_ckpt_exit_code 82 -_ckpt_status said").ended(82)
equal(files(), ["im", "im.1", "linked", "said"], "after the second")
start("-_ckpt_exit_code 82", "-_ckpt_exit_code", "83", "-_ckpt_keep",
      "3").ended(83)
equal(files(), ["im", "im.1", "im.2", "linked", "said"], "after the third")
start().finished()
equal(actor.lines(), ["one", "two", "three", "four", "end"], "log")
for flags in ("-_ckpt_interval x", "-_ckpt_keep 0", "-_ckpt_exit_code",
              "-_ckpt_signals TERM", "-_ckpt_path_map x", "-_ckpt_status"):
    name = flags.split()[0]
    start(flags).refused(name, "(in CKPT_FLAGS)")
    run = start("", *flags.split()) if " " in flags else Run(["./job", flags])
    run.refused(name)
    check("(in " not in run.err, run.err)
Run(["./bad"]).refused("-_ckpt_keep none: ",
                       "(in the flags given to --ckpt-default)")
# on_error of the first place counts until a later one speaks.
os.remove("im")
os.mkdir("im")
Run(["./job", "-_ckpt_file", "none/im", "vacate"]).ended(-9, "is killed")
Run(["./job", "-_ckpt_file", "none/im", "-_ckpt_on_error", "continue",
     "vacate"], env=actor.environment()).finished("The program goes on")
