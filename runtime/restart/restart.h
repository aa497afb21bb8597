// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turns this process into the saved one, or says why not and exits with 255.
// Phase: pre-libc.  Needs: state is filled; the runtime's own stack.  Until the last step nothing on
// disk has changed.
#pragma once

namespace ckpt::restart {

[[noreturn]] void restart(bool dynamic);

} // namespace ckpt::restart
