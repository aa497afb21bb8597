// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tells which names are new, gone or renamed since the checkpoint, in the
// directories where the job makes files.  What it did after the checkpoint is
// not undone there: its user should know.
// Phase: pre-libc.  Never: refuses a restart.
#pragma once
#include "runtime/restart/files.h"

namespace ckpt::restart {

void tell_changed_names(const image::View &view, const Files &files);

} // namespace ckpt::restart
