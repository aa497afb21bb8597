// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Expiries of timers among the pending signals that the stop has taken.
// Phase: signal.  Needs: the program is stopped.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Those of repeated timers leave the list and become image::Timer::due.
void claim_expiries(Snapshot &snapshot);

// Takes what has come for the process since.  True: that was something.
bool take_more_signals();

// A signal waits for the stopped thread `tid` that came after it had stopped.
bool has_new_signal(i32 tid, i32 signal);

} // namespace ckpt
