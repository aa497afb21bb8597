// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the number of the system call that the interrupted program made last.
// Phase: signal.  Needs: 24 KiB of stack.  Never: faults on the program's code.
#pragma once
#include "runtime/abi/types.h"

struct sigcontext;

namespace ckpt {

// The call has returned and nothing has run since.  False: not known, and then
// the call cannot be made again.
[[nodiscard]] bool find_last_call(const struct sigcontext &context,
                                  u32 &number);

} // namespace ckpt
