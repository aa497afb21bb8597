// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Takes our flags and variables off the initial stack, so that the program
// finds what it would have found without them.
// Phase: pre-libc.  Needs: the flags were read.  Never: is followed by a use of
// arguments.argv or arguments.auxv.
#pragma once
#include "runtime/start/enter.h"

namespace ckpt::start {

// Static programs: libc finds envp behind argv[argc] and auxv behind envp, so
// what follows moves down.  Dynamic ones: ld.so already points into the
// arrays, so they are only compacted.
void tidy_stack(const Arguments &arguments);

} // namespace ckpt::start
