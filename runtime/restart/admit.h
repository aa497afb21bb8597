// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The threads that were created for the restored program (restart/threads.h)
// come in, and stay stopped (ckpt/stop.h).
// Phase: signal.  Needs: the restored program's memory, its own stack.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/stopped_thread.h"

namespace ckpt::restart {

void admit_threads(const Handover &handover);

// What the kernel keeps for the calling thread.
void restore_thread(const StoppedThread &thread, const char (&name)[16]);

} // namespace ckpt::restart
