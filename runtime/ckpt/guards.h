// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which mappings hold guard pages (MADV_GUARD_INSTALL).
// Phase: signal.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Sets may_guard where the kernel says so that is asked through `pagemap` (Linux
// 6.16): before 6.19 no flag in smaps does, and memory that was never touched
// would not be looked at.
void note_guards(Snapshot &snapshot, int pagemap);

} // namespace ckpt
