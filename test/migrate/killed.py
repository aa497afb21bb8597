# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# kill -9 of either side at each step of the protocol: never two copies, never
# zero images, and the side that is left says what happened.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from migration_faults import STEPS, Fault, at
from job import check

for victim in ("sender", "receiver"):
    for step in STEPS:
        fault = Fault()

        def kill(piece):
            getattr(fault, victim).kill()
            return piece

        fault.through(at(step, kill))
        fault.proxy.close()
        fault.settled()
        check(not getattr(fault, victim + "_runs"), "the dead run")
        if victim == "receiver":
            # It died after it had started the job.
            fault.sender.says("the job did not migrate: "
                              if fault.sender_runs else
                              "and runs there" if step == "STARTED" else
                              "it was not confirmed that it runs there")
        elif fault.receiver_runs:
            fault.receiver.says("the job has arrived")
        else:
            fault.receiver.says("Condor: Error: ")
        fault.finish()
