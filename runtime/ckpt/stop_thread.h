// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread stops, and goes on.
// Phase: signal.  Needs: all signals blocked; called by that very thread.
#pragma once
#include "runtime/ckpt/stopped_thread.h"

namespace ckpt {

// Reads it, takes what the kernel would go on changing, and hides that a system
// call was interrupted.  `process`: takes the process's pending signals too.
void stop_thread(StoppedThread &thread, u64 frame, PendingTable &pending,
                 bool process);

// Those that have come for the stopped thread since.  Called by it.
void take_more_pending(StoppedThread &thread, PendingTable &pending,
                       bool process);

// Once; the first thread gives back those of the process, too.  Returns how many
// the kernel did not take back, as does:
size_t give_signals_back(StoppedThread &thread,
                         Span<const image::PendingSignal> pending);

// Undoes it.  Last of all before the thread goes on, here or after a restart.
size_t release_thread(StoppedThread &thread,
                      Span<const image::PendingSignal> pending);

} // namespace ckpt
