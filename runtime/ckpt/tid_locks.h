// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restart: thread ids in locks and in libc's descriptors.
// Phase: signal.  Needs: tids_begin and tids_add; no thread of the program runs.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// After the last tids_add: puts the right ids into libc's descriptors and into
// the locks that the kernel looks at.
void tids_settle(Span<const image::Thread> threads);

} // namespace ckpt
