// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The restarting process's own mappings, and free room beside the image's.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/arena.h"
#include "runtime/image/decode.h"

namespace ckpt::restart {

struct AddressSpace {
  Span<Range> own; // sorted; the vdso and its data are not in it
  Range vvar = {}; // everything below the vdso that belongs to it
  Range vdso = {}; // empty: there is none
};

// Room an AddressSpace takes in an arena.
inline constexpr u64 kAddressSpaceRoom = u64{70000} * sizeof(Range);

bool read_address_space(Arena &arena, AddressSpace &space, Reason &why);

bool overlaps_own(const AddressSpace &space, Range range);

// A page-aligned range of `size` bytes that touches neither this address space
// nor the image's.  Pure.
bool find_window(const AddressSpace &space, const image::View &view, u64 size,
                 Range &window, Reason &why);

} // namespace ckpt::restart
