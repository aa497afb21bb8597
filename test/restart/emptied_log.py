# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A log that the starter has emptied, and that holds more than it held at the
# checkpoint, messages of the restart or another text, is a new file: the job
# goes on at its end.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import os
from job import Actor, VACATED, equal, check, read

actor = Actor()
with open("err", "wb") as err:
    run = actor.start("write 2 job", "vacate", "write 2 on", stderr=err)
equal(run.status, VACATED, "start")
# By another name of the image: the messages of a restart are longer.
longer = Actor("im" + 80 * "x")
os.rename(actor.image, longer.image)
saved = os.path.getsize("err")
with open("err", "wb") as err:
    run = longer.restart(stderr=err)
said = read("err").decode()
equal(run.status, 0, said)
check("is not the file that the job had there" in said, said)
check(said.endswith("user code\non"), "the job does not go on:", said)
check(said.index("Notice: descriptor 2") > saved, "it was not longer:", said)

with open("err", "wb") as err:
    err.write(b"another\n")
    err.flush()
    run = longer.restart(stderr=err)
equal(run.status, 0, read("err"))
check("is not the file that the job had there" in read("err").decode(),
      read("err"))
check(read("err").startswith(b"another\n"), "what was there is gone")
