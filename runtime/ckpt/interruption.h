// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A system call that a request interrupted is made again, unless a signal of
// the program's own interrupts it as well: then it reports EINTR, which that
// signal's handler alone would have caused too.
// Phase: signal.
#pragma once
#include "runtime/abi/types.h"

struct ucontext;

namespace ckpt {

// When the request is taken.
void hide_interruption(struct ucontext &context);

// Last of all before the program goes on, here or after a restart: a signal
// may have come meanwhile.  One that comes between this and the return to the
// program still finds the call about to be made again, and its handler runs
// without ending the call's wait.
void settle_interruption(struct ucontext &context);

} // namespace ckpt
