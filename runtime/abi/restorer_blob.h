// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the restorer's copy in the window is entered: offsets from its start,
// as blob_entry.S lays them out.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::restore {

inline constexpr u64 kEntry = 0;        // __ckpt_restorer(const RestoreArgs *)
inline constexpr u64 kThreadEntry = 16; // a thread waits, rdi = ThreadStart *

} // namespace ckpt::restore
