# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ulimit -f: the job is told, not killed by SIGXFSZ, and its image stays.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %jobs
import resource
from job import Actor, equal, read


def limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))


actor = Actor()
actor.start("vacate", "vacate", "say on").vacated()
first = read("im")
actor.restart(preexec_fn=limit).finished("no checkpoint was written",
                                         "ulimit -f")
equal(read("im"), first, "the image")
equal(actor.lines(), ["on", "end"], "the job")
actor.restart().vacated()
