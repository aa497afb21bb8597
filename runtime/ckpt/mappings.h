// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of the program's mappings, from /proc/thread-self/smaps.
// Phase: signal.  Needs: every other task stopped; nothing maps or unmaps
// between count_mappings and the end of the checkpoint.
// Errors: false, and `why` names the mapping.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

struct MappingCount {
  u64 mappings = 0;
  u64 pages = 0;       // at most so many have content
  u64 path_bytes = 0;
};

// First pass, before the arena exists: how much room the second one needs.
bool count_mappings(MappingCount &count, Reason &why);

// Second pass: fills mappings, mapping_notes, mapping_pool, vvar and vdso.
bool collect_mappings(Snapshot &snapshot, const MappingCount &count,
                      Reason &why);

// Adds PROT_READ where content could not be read, and finds where files end.
// restore_protection undoes it, also after a failure in between.
bool make_readable(Snapshot &snapshot, Reason &why);
void restore_protection(const Snapshot &snapshot);

} // namespace ckpt
