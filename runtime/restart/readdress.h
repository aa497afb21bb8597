// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals that the program has sent itself name the process that it was.  libc
// takes a pthread_cancel from no other process than its own, and programs ask,
// too.
// Phase: signal.  Needs: all signals blocked.
#pragma once
#include "runtime/abi/restore_args.h"

namespace ckpt::restart {

// Those that wait, and those whose handler is about to begin, come from the
// process that it is now.  `before`: its number in the image.
void readdress_signals(const Handover &handover, i32 before);

// Needs the threads to be there.
void repeat_cancellations(const Handover &handover, i32 before);

} // namespace ckpt::restart
