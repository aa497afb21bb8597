// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turns this process into the saved one, or says why not and exits with 255.
// Phase: pre-libc (restart), normal (can_restart).  Needs: state is filled; the
// runtime's own stack.  Until the last step nothing on disk has changed.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::restart {

[[noreturn]] void restart(bool dynamic);

// Whether state.config.restart_image can be restarted from, every byte read.
// Needs: a process that ends afterwards: it opens, maps and changes directory.
bool can_restart(Reason &why);

} // namespace ckpt::restart
