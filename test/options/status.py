# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -_ckpt_status: what the file says at each step of a job's life, whole at every
# instant, and that nothing depends on it.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import re
import time
from signal import SIGTSTP, SIGUSR2
from job import VACATED, Actor, check, equal, write

actor = Actor()
FLAG = "-_ckpt_status", "status"


def status():
    with open("status", encoding="ascii") as file:
        text = file.read()
    check(text.endswith("\n"), "not whole:", text)
    return dict(line.split("=", 1) for line in text.splitlines())


def wait_for(**wanted):
    end = time.monotonic() + 30
    while True:
        seen = status()
        if all(seen.get(key) == value for key, value in wanted.items()):
            return seen
        check(time.monotonic() < end, "waits for", wanted, "sees", seen)


live = actor.live("open 9 in w+creat", "meet", "open 8 /proc/1/status r",
                  "meet", "close 8", "meet", flags=FLAG).met()
seen = status()
pid = str(live.process.pid)
equal([seen[key] for key in ("state", "pid", "generation", "restarts", "image")],
      ["running", pid, "0", "0", actor.image], seen)
check("checkpoint_time" not in seen and "error" not in seen, seen)
check(re.fullmatch("[0-9a-f]{32}", seen["job"]), seen)
job = seen["job"]
live.send(SIGUSR2)
seen = wait_for(state="running", generation="1")
equal(seen["checkpoint_bytes"], str(os.path.getsize("im")), seen)
check(abs(int(seen["checkpoint_time"]) - time.time()) < 60, seen)
check(re.fullmatch(r"\d+\.\d{3}", seen["checkpoint_seconds"]), seen)
live.go().met().send(SIGUSR2)
while "error" not in (seen := status()) or seen["state"] != "running":
    pass
equal(seen["generation"], "1", seen)
check("/proc/1/status" in seen["error"], seen)
live.go().met().send(SIGTSTP).end(VACATED)
seen = status()
equal([seen[key] for key in ("state", "pid", "generation")],
      ["vacated", pid, "2"], seen)
check("error" not in seen, seen)
live = actor.live_restart(*FLAG)
seen = wait_for(state="running")
equal([seen[key] for key in ("generation", "restarts", "job")],
      ["2", "1", job], seen)
check(int(seen["checkpoint_bytes"]) == os.path.getsize("im"), seen)
live.go().end(0)
os.remove("in")
actor.restart(*FLAG).refused()
seen = status()
equal([seen["state"], seen["job"]], ["refused", job], seen)
check("is gone" in seen["error"], seen)
check(not os.path.exists("status.tmp"), "status.tmp is left")
# While it is written: strace would show it; here a reader never sees half.
live = actor.live("meet", flags=FLAG).met()
states = set()
for generation in range(1, 30):
    live.send(SIGUSR2)
    while (seen := status())["generation"] != str(generation):
        states.add(seen["state"])
check("checkpointing" in states, states)
live.go().end(0)
# It cannot be written: said once, and the job is as it would be.
write("log")
actor.start("periodic", "periodic", "say on", flags=(
    "-_ckpt_status", "none/status")).finished("the status file")
check(actor.lines() == ["on", "end"], actor.lines())
run = actor.start("periodic", "vacate", flags=("-_ckpt_status", "/dev/full/x"))
equal(run.vacated().err.count("the status file"), 1, run.err)
actor.start(flags=("-_ckpt_status", "")).refused(
    "-_ckpt_status: the name of a file must have 1 to 4095 characters, not 0")
