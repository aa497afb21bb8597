// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The bytes of contents: where they go in the image, and writing them there.
// They are behind the pages, in runs with checksums of their own: an unlinked
// file may be larger than the head may be.
// Phase: signal.  Errors: false, and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"
#include "runtime/ckpt/temporary.h"

namespace ckpt {

// At most as many runs as the file open as `fd` needs; its offset stays.
u64 count_content_runs(int fd, u64 size);

// Adds those of shared memory that no mapping shows, and splits all into runs;
// what a file has no blocks for is left out.  Needs: settle_shared.  `bound`: how
// many runs those of descriptors need.
bool plan_contents(Snapshot &snapshot, u64 bound, Reason &why);

// Gives them places from `offset` on; returns where they end.
u64 place_contents(Snapshot &snapshot, u64 offset);
u64 content_bytes(const Snapshot &snapshot); // in the file

bool write_contents(Snapshot &snapshot, const TemporaryImage &file,
                    Span<u8> buffer, Reason &why);

} // namespace ckpt
