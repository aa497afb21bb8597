# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A set-user-ID program takes no flag from its user, neither as an argument nor
# from the environment, and answers no request.
# REQUIRES: root, other-users
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
import shutil
import signal
import subprocess
from job import Run, check, equal, program

NOBODY = 65534
os.chmod(".", 0o777)
shutil.copy(program("actor"), "actor")
os.chown("actor", NOBODY, NOBODY)
os.chmod("actor", 0o4755)
seen = subprocess.run(["findmnt", "-no", "OPTIONS", "-T", "."],
                      stdout=subprocess.PIPE).stdout.decode()
check("nosuid" not in seen, "the tests are on a file system without set-id")
actor = os.path.abspath("actor")
environment = {**os.environ, "ACTOR_LOG": os.path.abspath("log")}
for flag in ("-_condor_ckpt", "-_condor_restart"):
    Run([actor, flag, "im", "say on"], env=environment).ended(
        255, "Condor: Error: ", "more rights than its user", flag)
Run([actor, "say on"], env=environment).finished(never=["Condor"])
environment["CKPT_FLAGS"] = "-_condor_ckpt " + os.path.abspath("im")
for action, status in [("say on", 0), ("periodic", -signal.SIGUSR2)]:
    run = Run([actor, action], env=environment).ended(status)
    equal(run.err, "", "what it says")
equal(sorted(os.listdir(".")), ["actor", "log"], "files")
