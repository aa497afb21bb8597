// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the runs of pages with content, and gives them places in the file.
// Phase: signal.  Needs: collect_mappings and make_readable are done.
// Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills snapshot.runs (addresses and lengths).
bool find_runs(Snapshot &snapshot, u64 page_bound, Reason &why);

// Fills snapshot.segments, offsets counted from 0.  Anonymous memory is split
// where more than 64 KiB are zero; a mapping of a file's where 1 MiB is, for a
// debugger takes from the file what is left out.
bool plan_segments(Snapshot &snapshot, Reason &why);

// Moves segments and runs to their place in the file; returns the data's end.
u64 place_segments(Snapshot &snapshot, u64 data_offset);

} // namespace ckpt
