// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Resource limits (setrlimit(2)).  They belong to whoever starts the job, but
// for those that the program has set itself.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

void read_limits(image::Limit (&now)[image::kLimitCount]);

// Sets those of the program; bit n of the result: limit n is lower than it was.
u32 set_own_limits(Span<const image::Limit> saved);

} // namespace ckpt
