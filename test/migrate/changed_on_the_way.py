# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# No byte of an image and no bit of a proof can be changed on the way.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
from job import check, equal
from migration_faults import Fault, at

def changed(piece):
    middle = len(piece) // 2
    return (piece[:middle] + bytes([piece[middle] ^ 1]) + piece[middle + 1:])


# An image with another byte, and a digest with another bit.
for step, text in (("IMAGE", "the image was changed on its way"),
                   ("SEAL", "does not know this side's CKPT_TOKEN")):
    fault = Fault().through(at(step, changed)).settled()
    check(fault.sender_runs and not fault.receiver_runs, step)
    fault.receiver.says(text).has()
    fault.sender.says(text).has("im")

# Each proof is looked at: none passes with another bit.
for step in ("CHALLENGE", "PROOF", "ACCEPT", "READY", "COMMIT"):
    fault = Fault().through(at(step, lambda piece: piece[:-1] +
                               bytes([piece[-1] ^ 1]))).settled()
    equal(fault.sender_runs, step != "COMMIT", step)
    check(not fault.receiver_runs, step)
    fault.finish()
