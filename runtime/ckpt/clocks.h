// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program's clocks show and what it has consumed, for the image.
// Phase: signal.  Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Of the calling thread: nobody else is told.
void read_thread_usage(image::Clocks &to);

// Needs the program stopped, and the arena.
bool collect_clocks(Snapshot &snapshot, Reason &why);

} // namespace ckpt
