// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's handlers that run as soon as a thread has left by its frame:
// the signal waits and the thread has not blocked it.
// Phase: signal.
#pragma once
#include "runtime/abi/types.h"

struct ucontext;

namespace ckpt {

// For a wait that any handler ends.
bool handler_is_due(const struct ucontext &context);

// For a call that the kernel makes again after SA_RESTART: a handler without
// it, which does not end the call by itself since it returns through another
// restorer than ours.
bool ending_handler_is_due(const struct ucontext &context);

} // namespace ckpt
