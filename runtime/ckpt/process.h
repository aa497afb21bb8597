// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The state of the process and its thread that memory does not hold.
// Phase: signal.  Needs: all signals blocked.
// Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills meta, thread, actions, cpu, auxv, provenance and options.
bool collect_process(Snapshot &snapshot, Reason &why);

// Takes the pending signals out of the kernel into snapshot.pending, and puts
// them back in the same order.
bool take_pending(Snapshot &snapshot, Reason &why);
// Returns how many the kernel did not take (ulimit -i).
size_t put_pending_back(Span<const image::PendingSignal> pending);

} // namespace ckpt
