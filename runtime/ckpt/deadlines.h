// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The deadlines of waits that a restart finds under way.
// Phase: signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// By how much the program's clocks were ahead of the kernel's.
struct ClockShifts {
  i64 monotonic, boottime;
};

// Those of a thread with this stack pointer are put on the kernel's clocks of
// now.  Needs the clocks adopted (State::clock).  Never: faults.
void move_deadlines(u64 stack_pointer, const ClockShifts &before);

} // namespace ckpt
