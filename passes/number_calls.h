// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls of syscall(2).  The test stands at the call, since some numbers must
// find libc's function called from where they are (clone, vfork).
#pragma once
#include "passes/site_notes.h"
#include "passes/thunks.h"

namespace ckpt::pass {

// function: declared as libc's.  Routes or leaves the call, and notes which.
void route_number_call(llvm::CallBase &call, llvm::Function &function,
                       Thunks &thunks, SiteNotes &notes);

} // namespace ckpt::pass
