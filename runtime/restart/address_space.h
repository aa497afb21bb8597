// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The restarting process's own mappings, and free room beside the image's.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/arena.h"
#include "runtime/image/decode.h"

namespace ckpt::restart {

inline constexpr size_t kMostVdsoPieces = 8;

struct AddressSpace {
  Span<Range> own; // sorted; the vdso and its data are not in it
  // The vdso's data mappings in order, then the vdso itself.  They move
  // together: its code reaches the data relative to itself.
  Range vdso_pieces[kMostVdsoPieces] = {};
  size_t vdso_piece_count = 0;

  Range vdso() const {
    return vdso_piece_count ? vdso_pieces[vdso_piece_count - 1] : Range{};
  }
  Range vdso_and_data() const { return {vdso_pieces[0].start, vdso().end}; }
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
