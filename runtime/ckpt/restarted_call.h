// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A request's action has SA_RESTART: the kernel moves the interrupted call back,
// and it is made again when the thread has left by its frame.  A signal of the
// program's own that comes in between, while the image is written or just then,
// would run its handler in front of a call that waits anew: a handler without
// SA_RESTART, whose EINTR is the end of many a wait, would have run in vain.
//
// So such a call gets a mark at which that handler's restorer ends it.
// Phase: signal.
#pragma once
#include "runtime/abi/types.h"

struct ucontext;

namespace ckpt {

// Last of all before the thread goes on through `context`.
void settle_restarted_call(struct ucontext &context);

} // namespace ckpt
