// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the number of the system call that the interrupted program made last.
// Phase: signal.  Needs: 24 KiB of stack.  Never: faults on the program's code.
#pragma once
#include "runtime/abi/types.h"

struct sigcontext;

namespace ckpt {

struct LastCall {
  u32 number = 0;
  // Where a shim has put the nanoseconds of CLOCK_MONOTONIC at which the call
  // ends; a time limit among the arguments is the shim's own then.  0: nowhere.
  u64 deadline_at = 0;
};

// The call has returned and nothing has run since.  False: not known, and then
// the call cannot be made again.
[[nodiscard]] bool find_last_call(const struct sigcontext &context,
                                  LastCall &out);

} // namespace ckpt
