// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals that come for the program while its image is written.  A program that
// goes on gets them from the kernel; one that ends by its checkpoint would lose
// them.
// Phase: signal.  Needs: a stopped program, its timers collected.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// How many the head of an image has room for beside those of the stop.
inline constexpr size_t kMostLate = 120;

// Takes what has come since into snapshot.pending.  True: that was something.
bool take_late_signals(Snapshot &snapshot);

} // namespace ckpt
