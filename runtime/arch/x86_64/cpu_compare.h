// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether this processor can run what the image's processor ran.  Pure.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/abi/text.h"

namespace ckpt::arch {

// Every feature of cpu_features.def and every XSAVE component (with its place
// in the signal frame) that `image` has must be in `here`.  Otherwise false,
// and `why` lists the names of what is missing.
bool cpu_compatible(Span<const image::CpuLeaf> image,
                    Span<const image::CpuLeaf> here, Reason &why);

} // namespace ckpt::arch
