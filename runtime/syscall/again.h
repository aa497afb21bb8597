// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that the kernel ends with EINTR though no handler has run in their thread:
// a request for a checkpoint, or another signal, has woken it, and another thread
// has taken it (ckpt/marked_handlers.h).  The kernel goes on with most by itself;
// the others are made again here, unless one of the shims does it.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/syscall/frame.h"

namespace ckpt::syscall {

// The last thing before the call.
void note_deadline(CallFrame &f);

} // namespace ckpt::syscall
