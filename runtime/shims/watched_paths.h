// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Keeps the table of runtime/abi/watched_paths.h.
// Phase: normal, signal.  Needs: every signal is blocked, so that no checkpoint
// finds the table half changed.
#pragma once
#include "runtime/abi/watched_paths.h"

namespace ckpt::shim {

// A path that is not absolute is below the working directory of this moment.
void remember_watched(const char *path, u32 mask);

} // namespace ckpt::shim
