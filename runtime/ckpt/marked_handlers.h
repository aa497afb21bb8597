// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether an EINTR may be nobody's.  The kernel wakes one thread for a signal of
// the process, and any other that is about to go back to the program may take
// it (complete_signal and dequeue_signal in kernel/signal.c): the first one's
// epoll_wait, semtimedop or sigtimedwait then ends with EINTR, and no handler
// runs there.  A request for a checkpoint must not be seen in that way.
//
// Handlers that the shim of sigaction installs leave a mark on their way back
// (shims/restorer.S).  Where all do, an EINTR without the mark is nobody's.  Where
// descriptors are virtual every handler's way back traps, and leaves it
// (syscall/trap.cpp).
// Phase: normal, signal.
#pragma once
#include "runtime/abi/image.h"

extern "C" {
// Those of shims/restorer.S, of handlers with SA_RESTART and of others, once the
// shim of sigaction has used them.
extern ckpt::u64 __ckpt_marking_restorer[2];
// False: the program has a handler that was installed in another way.
bool __ckpt_all_handlers_mark();
}

namespace ckpt {
// This one does.
bool marks(const image::Action &action);
} // namespace ckpt
