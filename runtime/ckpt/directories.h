// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names in the directories where the program makes files, so that a restart
// can tell which are new, gone or renamed since.
// Phase: signal.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// What it takes of the arena at most.
inline constexpr u64 kDirectoriesRoom = 2 << 20;

// The working directory and those of files that are open or mapped for writing.
// Fills snapshot.directories and names.  A directory that cannot be read is left
// out: it is only told of.
// Needs: collect_descriptors, collect_process, settle_shared.
// Errors: false and `why`, when there is no room.
bool collect_directories(Snapshot &snapshot, Reason &why);

} // namespace ckpt
