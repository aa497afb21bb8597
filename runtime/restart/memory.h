// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds the saved memory before anything is given up: each mapping at its own
// place where that is free, else staged in the window and moved later.
// Phase: pre-libc.  Errors: false and `why`; nothing is lost then.
#pragma once
#include "runtime/restart/address_space.h"
#include "runtime/restart/image_file.h"

namespace ckpt::restart {

class Files;

// Where each of the image's mappings is built.
struct Placement {
  Span<u64> address; // one for each mapping; 0: not built (the vdso)
  u64 staged_size;   // room that the staged ones take
  Span<bool> data_file; // one for each mapping: it gets a file
};

// Pure: which mapping is staged.  Addresses of staged ones count from 0 until
// open_window
// has found where the staging area starts.
bool plan_placement(const AddressSpace &space, const image::View &view,
                    bool build_vdso, Arena &arena, Placement &placement,
                    Span<bool> staged, Reason &why);

// Shared mappings are there already.  Runs of files are only verified.
bool build_memory(const ImageFile &file, const Files &files,
                  const Placement &placement, Arena &arena, Reason &why);

// Final protection and advice; after it the memory is as it was saved.
bool finish_memory(const image::View &view, const Placement &placement,
                   Reason &why);

} // namespace ckpt::restart
