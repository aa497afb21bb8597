// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared memory of a checkpoint: which mappings show one object, which of them
// saves a page that several show, and whether another process sees it too.
// Phase: signal.
#pragma once
#include "runtime/ckpt/snapshot.h"
#include "runtime/proc/maps.h"

namespace ckpt {

// As st_dev has it (new_encode_dev of linux/kdev_t.h).
constexpr u64 device_number(u32 major, u32 minor) {
  return (minor & 0xff) | u64{major} << 8 | (u64{minor} & ~u64{0xff}) << 12;
}

// Fills snapshot.shared, the mappings' `object` and the notes' content.
// Needs: make_readable, collect_descriptors.  Errors: false and `why`.
bool settle_shared(Snapshot &snapshot, Reason &why);

// Of a mapping of memory without a name: mincore(2) tells what is in it.
bool is_in_memory(const proc::MapsLine &line);

// Which of `pages` pages from `start` on a shared mapping holds in memory: 1 in
// the lowest bit of each byte.  The page tables do not tell: a page that was
// unmapped (MADV_DONTNEED) is still the object's.
void find_resident(u64 start, u64 pages, u8 *resident);

// How many may have content.  swapped: all, for then mincore(2) misses some.
u64 count_resident(u64 start, u64 end, bool swapped);

inline constexpr u64 kResidentBatch = 4096;

} // namespace ckpt
