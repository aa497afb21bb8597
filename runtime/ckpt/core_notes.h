// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The notes a debugger reads: registers of the interrupted context, auxv, and
// which file backed what.
// Phase: signal.  Needs: the snapshot is collected.  Errors: an empty span.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// In the snapshot's arena; empty when it is full.
Span<const image::RawNote> build_core_notes(Snapshot &snapshot);

} // namespace ckpt
