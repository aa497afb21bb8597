// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One checkpoint, from the interrupted context to the published image.
// Phase: signal.  Needs: all signals blocked, the runtime's own stack.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Writes state.config.image.  False: nothing on disk has changed, the program
// can go on, and `why` says what was in the way.
bool checkpoint(const Interrupted &interrupted, Reason &why);

} // namespace ckpt
