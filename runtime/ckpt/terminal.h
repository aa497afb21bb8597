// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The modes of a terminal (termios(3)) that the program has set, as an editor
// or a prompt for a password does.
// Phase: signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// Sets them where the same descriptor is a terminal and this process is in its
// foreground; else it is another's to set.  The result: Own::kTerminal where it
// is in the background.  A size that is another now is told by SIGWINCH.
u32 set_terminal(const image::Attributes &saved);

} // namespace ckpt
