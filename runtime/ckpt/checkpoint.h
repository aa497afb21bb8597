// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One checkpoint, from the interrupted context to the published image.
// Phase: signal.  Needs: all signals blocked, the runtime's own stack.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Writes state.config.image.  False: nothing on disk has changed, the program
// can go on, and `why` says what was in the way.  `leaves`: it ends by it, so that
// signals which come while it is written are in the image too.
bool checkpoint(const Interrupted &interrupted, bool leaves, Reason &why);

} // namespace ckpt
