// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The calling thread's capabilities (capabilities(7)).
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

void read_capabilities(image::Capabilities &now);

// A restart never has more than whoever starts it.  What takes a right comes
// first: the inheritable, bounding and ambient sets.
void widen_capabilities(const image::Capabilities &saved);
// Then, when nothing of the runtime's needs them any more, what the program had
// given up.  False where some of what it had is not to be had here.
bool give_up_capabilities(const image::Capabilities &saved);

} // namespace ckpt
