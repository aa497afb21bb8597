# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A lit test format for built executables: exit status 0 is a pass.

The list comes from CMake, so a program left over from an older build does not
run and one that was not built is a failure.
"""
import os

import lit.Test
import lit.formats
import lit.util


class ProgramTests(lit.formats.FileBasedTest):
    def __init__(self, directory, names, arguments=None):
        """arguments: a function from a name to the program's arguments."""
        self.directory = directory
        self.names = names
        self.arguments = {n: arguments(n) if arguments else [] for n in names}

    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        if len(path) > 1:
            return  # a folder of inputs
        for name in self.names:
            yield lit.Test.Test(suite, path + (name,), local_config)

    def execute(self, test, lit_config):
        name = test.path_in_suite[-1]
        program = os.path.join(self.directory, name)
        if not os.path.exists(program):
            return lit.Test.UNRESOLVED, f"{program} was not built"
        try:
            out, err, status = lit.util.executeCommand(
                [program] + self.arguments[name],
                env=test.config.environment,
                timeout=lit_config.maxIndividualTestTime)
        except lit.util.ExecuteCommandTimeoutException as late:
            return lit.Test.TIMEOUT, late.out + late.err + late.msg
        if status:
            return lit.Test.FAIL, f"{out}{err}exit status {status}"
        return lit.Test.PASS, ""
