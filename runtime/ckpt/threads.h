// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The records of the stopped threads.
// Phase: signal.  Needs: a stopped program (ckpt/stop.h).
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills snapshot.threads and pending.
bool collect_threads(Snapshot &snapshot, Reason &why);

} // namespace ckpt
