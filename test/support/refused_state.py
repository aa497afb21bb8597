# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""refused_state.py JOBS KIND CASE TEXT [absent-ok]

The job states_KIND in state CASE cannot be checkpointed: one line with TEXT
says why, the program goes on, and its earlier image stays and still starts.
"""
import os
import shutil
import sys

from job import Run, check, program, read

DONE, ABSENT = 7, 77
LINE = "no checkpoint was written: "


def explain(err):
    return [line for line in err.splitlines() if LINE in line]


def main():
    kind, case, text = sys.argv[2:5]
    shutil.rmtree(case, ignore_errors=True)
    os.mkdir(case)
    os.chmod(case, 0o777)
    job = program("states_" + kind)
    image = os.path.abspath(os.path.join(case, "im"))
    run = Run([job, "-_condor_ckpt", image, case], cwd=case)
    if run.status == ABSENT and sys.argv[5:] == ["absent-ok"]:
        print(f"{case}: this machine does not have it")
        return
    for words in ([job, "-_condor_restart", image], None):
        run.ended(DONE, "Condor: Error: " + LINE, text)
        check(len(explain(run.err)) == 1 and text in explain(run.err)[0],
              run.err)
        check("The program goes on" in run.err, run.err)
        check(not os.path.exists(image + ".tmp"), "the .tmp file was left")
        if words:
            first = read(image)
            run = Run(words, cwd=case)
            check(read(image) == first, "the earlier image changed")


main()
