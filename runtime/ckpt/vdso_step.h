// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that is stopped inside the vDSO cannot go on under another kernel,
// whose vDSO has other bytes there.  So it is stepped out first, instruction
// by instruction, with the trap flag; that takes a few dozen steps.  It stays
// inside where an instruction faults (the fault is the program's) or where it
// does not come to an end; restart/vdso_placement.h says what becomes of it.
// While any thread steps, three signals come to our handler in all of them.
// Phase: signal.  Needs: the gate's lock.
#pragma once
#include "runtime/arch/x86_64/frame.h"

namespace ckpt {

// True: the handler must return now; a thread that steps is called again with
// SIGTRAP, and what was the program's own comes again too.
// False: `sig` is the request to serve in `context`.
bool step_out_of_vdso(int &sig, const void *siginfo,
                      struct ucontext &context);

} // namespace ckpt
