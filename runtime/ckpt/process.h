// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The state of the process and its threads that memory does not hold.
// Phase: signal.  Needs: a stopped program.
// Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills meta, threads, actions, pending, cpu, auxv, provenance and options.
bool collect_process(Snapshot &snapshot, Reason &why);

} // namespace ckpt
