// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether the process as a whole can be saved: what the mappings and the
// descriptors do not show.  An allow-list.
// Phase: signal.  Errors: false, and `why` names what is in the way.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills in what it had to read for it: the working directory.
bool process_can_be_saved(Snapshot &snapshot, Reason &why);

} // namespace ckpt
