# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The connection ends at each step, or passes nothing on any more: never two
# copies, never zero images, and both sides say what happened.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from migration_faults import STEPS, Fault, at
from job import check, equal

for silent in (False, True):
    for step in STEPS:
        fault = Fault().through(at(step, lambda piece: None))
        check(fault.proxy.seen[-1] == step, step, fault.proxy.seen)
        if not silent:
            fault.proxy.close()
        fault.settled()
        what = f"{step} silent={silent}"
        # COMMIT that never left the sender is not said; one that did ends it.
        left = step in ("COMMIT", "STARTED")
        equal(fault.sender_runs, not left, what + ": the sender runs")
        equal(fault.receiver_runs, step == "STARTED",
              what + ": the receiver runs")
        if left:
            fault.sender.says("it was not confirmed that it runs there",
                              "-_condor_restart", "im.migrated")
            fault.sender.has("im.migrated")
        else:
            fault.sender.says("the job did not migrate: ")
            fault.sender.has("im")
        if step in ("READY", "COMMIT"):
            fault.receiver.says("It had said that it is ready")
            fault.receiver.has("im.arriving")
        elif step == "STARTED":
            fault.receiver.says("the job has arrived").has("im")
        else:
            fault.receiver.says("Condor: Error: ").has()
        fault.finish()
        fault.proxy.close()
